"""A worker that does odd things on request; run as a program by the tests."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def say(**message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def serve(number, do, args):
    match do:
        case "echo":
            say(id=number, done={**args, "pid": os.getpid()})
        case "nap":
            time.sleep(0.03)
            say(id=number, done={})
        case "count":
            for part in range(5):
                say(id=number, progress=part / 4)
            say(id=number, done={})
        case "fail":
            say(
                id=number,
                error={"kind": "MediaBroken", "message": "It is broken.", "hint": "Mend it."},
            )
        case "die":
            os._exit(3)
        case "die once":
            if not Path(args["mark"]).exists():
                Path(args["mark"]).touch()
                os._exit(3)
            say(id=number, done={"alive": True})
        case "hang":
            if "pid" in args:
                Path(args["pid"]).write_text(str(os.getpid()))
            time.sleep(600)
        case "hang with a child":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            Path(args["pid"]).write_text(f"{os.getpid()} {child.pid}")
            say(id=number, progress=0.5)
            time.sleep(600)
        case "shout":
            sys.stderr.write("x" * 1_000_000 + "\nlast words\n")
            sys.stderr.flush()
            sys.stdout.write("a library says hello\n[1, 2]\n\n")
            say(id=number, done={})
        case "shout and die":
            sys.stderr.write("the roof is on fire\n")
            sys.stderr.flush()
            os._exit(9)
        case "environment":
            say(id=number, done=dict(os.environ))


for line in sys.stdin:
    request = json.loads(line)
    serve(request["id"], request["do"], request["args"])
