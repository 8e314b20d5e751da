"""Uploads by address over TLS: only from whom the certificate is for."""

import datetime
import http.server
import ssl
import threading
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from typecut.errors import MediaMissing
from typecut.studio.service.fetching import Rules, fetch

OPEN = Rules(limit=10**6, seconds=5, loopback=True)
NAME = "media.example"


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"over TLS"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A server with a certificate for NAME that nobody but its own file vouches for."""
    certificate = signed(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(port=server.server_address[1], certificate=certificate)
    server.shutdown()
    server.server_close()


def signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(NAME), x509.IPAddress(IPv4Address("127.0.0.2"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_the_name_is_proved_though_the_connection_goes_to_an_address(site, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(site.certificate))
    got = fetch(
        f"https://{NAME}:{site.port}/a.mp4", tmp_path / "out", OPEN, lambda *_: ["127.0.0.1"]
    )
    assert (tmp_path / "out").read_bytes() == b"over TLS"
    assert got.size == 8


def test_a_certificate_for_somebody_else(site, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(site.certificate))
    with pytest.raises(MediaMissing, match="no connection"):
        fetch(
            f"https://other.example:{site.port}/", tmp_path / "out", OPEN, lambda *_: ["127.0.0.1"]
        )
    assert not (tmp_path / "out").exists()


def test_a_certificate_that_nobody_vouches_for(site, tmp_path, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(MediaMissing, match="no connection"):
        fetch(f"https://{NAME}:{site.port}/", tmp_path / "out", OPEN, lambda *_: ["127.0.0.1"])
    assert not (tmp_path / "out").exists()
