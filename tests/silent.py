"""A server that takes a connection and says nothing."""

import contextlib
import socket
import threading

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


class Silent:
    """Answers what is needed to begin; a message gets `head` and nothing else."""

    def __init__(self, head):
        self._head = head
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.asked = threading.Event()
        self.hung_up = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._socket.close()

    def _accept(self):
        try:
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
        except OSError:
            return

    def _serve(self, connection):
        with connection, contextlib.suppress(OSError):
            while asked := connection.recv(65536):
                if asked.startswith(b"POST /run_sse"):
                    connection.sendall(self._head)
                    self.asked.set()
                    self._wait(connection)
                    return
                body = b'{"code": 0, "data": {"session_id": "5529798706024415232"}}'
                connection.sendall(ANSWER % (len(body), body))

    def _wait(self, connection):
        with contextlib.suppress(ConnectionResetError):
            while connection.recv(65536):
                pass
        self.hung_up.set()
