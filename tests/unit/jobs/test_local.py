import os
import sys
import threading
import time
from pathlib import Path

import pytest

from typecut.errors import Cancelled, LimitExceeded, MediaBroken, RenderError
from typecut.jobs import Limits, LocalWorkers, Request

WORKER = [sys.executable, "-S", str(Path(__file__).with_name("worker.py"))]


@pytest.fixture
def workers():
    with LocalWorkers(WORKER, 2) as pool:
        yield pool


def ask(do, key="k", seconds=None, **args):
    return Request(key, do, args, limits=Limits(seconds))


def alive(pid):
    try:
        os.kill(pid, 0)
        # An orphan that init has not reaped yet is dead all the same.
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"


def gone(pid):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not alive(pid):
            return True
        time.sleep(0.01)
    return False


def until_written(path):
    deadline = time.monotonic() + 10
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return [int(word) for word in path.read_text().split()]


def test_every_request_is_answered_by_at_most_count_processes(workers):
    answers = list(workers.run([ask("echo", str(n), n=n) for n in range(30)]))
    assert sorted(a.result()["n"] for a in answers) == list(range(30))
    assert len({a.result()["pid"] for a in answers}) <= 2


def test_workers_live_on_between_runs(workers):
    first = workers.call(ask("echo"))["pid"]
    assert workers.call(ask("echo"))["pid"] == first


def test_progress_is_told_in_the_callers_thread(workers):
    seen = []
    list(
        workers.run(
            [ask("count")], lambda key, part: seen.append((key, part, threading.get_ident()))
        )
    )
    assert [part for _, part, _ in seen] == [0, 0.25, 0.5, 0.75, 1]
    assert {(key, thread) for key, _, thread in seen} == {("k", threading.get_ident())}


def test_an_error_keeps_its_class_sentence_and_hint_and_the_worker_lives(workers):
    before = workers.call(ask("echo"))["pid"]
    with pytest.raises(MediaBroken) as caught:
        workers.call(ask("fail"))
    assert (caught.value.message, caught.value.hint) == ("It is broken.", "Mend it.")
    assert workers.call(ask("echo"))["pid"] == before


def test_a_request_whose_worker_dies_is_tried_once_more(workers, tmp_path):
    assert workers.call(ask("die once", mark=str(tmp_path / "mark"))) == {"alive": True}


def test_a_second_death_is_an_error_and_the_pool_goes_on(workers):
    answers = {a.request.key: a for a in workers.run([ask("die", "bad"), ask("echo", "good", n=1)])}
    assert answers["good"].result()["n"] == 1
    with pytest.raises(RenderError, match="ended with 3"):
        answers["bad"].result()


def test_last_words_are_told(workers):
    with pytest.raises(RenderError, match="the roof is on fire"):
        workers.call(ask("shout and die"))


def test_a_full_stderr_and_noise_on_stdout_stop_nothing(workers):
    assert workers.call(ask("shout")) == {}


def test_time_limit(workers):
    begin = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"more than 0\.2 seconds"):
        workers.call(ask("hang", seconds=0.2))
    assert time.monotonic() - begin < 5
    assert workers.call(ask("echo", n=1))["n"] == 1


def test_a_worker_is_recycled():
    with LocalWorkers(WORKER, 1, recycle_after=2) as pool:
        pids = [pool.call(ask("echo"))["pid"] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_leaving_the_loop_kills_what_runs(workers, tmp_path):
    pid = tmp_path / "pid"
    run = workers.run(
        [ask("echo", "quick"), ask("hang", "slow", pid=str(pid)), ask("echo", "never")]
    )
    next(run)
    [worker] = until_written(pid)
    run.close()
    assert gone(worker)
    assert workers.call(ask("echo", n=2))["n"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups there")
def test_close_kills_workers_and_their_children_and_leaves_no_zombie(tmp_path):
    pid = tmp_path / "pid"
    pool = LocalWorkers(WORKER, 1)
    run = pool.run([ask("hang with a child", pid=str(pid))], lambda *_: pool.close())
    assert isinstance(next(run).error, Cancelled)
    assert all(gone(p) for p in until_written(pid))


def test_secrets_stay_outside():
    environment = {
        "PATH": os.environ.get("PATH", ""), "TYPECUT_CACHE": "c", "LC_ALL": "C",
        "AWS_ACCESS_KEY_ID": "a", "GITHUB_TOKEN": "b", "TYPECUT_TOKEN": "d", "SSH_AUTH_SOCK": "e",
        "TYPECUT_DATABASE": "postgresql://user:password@host/name", "TYPECUT_S3_ACCESS_KEY_ID": "f",
    }  # fmt: skip
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    with LocalWorkers(WORKER, 1, environment=environment) as pool:
        seen = pool.call(ask("environment"))
    assert seen["TYPECUT_CACHE"] == "c"
    kept_from_it = {"AWS_ACCESS_KEY_ID", "GITHUB_TOKEN", "TYPECUT_TOKEN", "SSH_AUTH_SOCK"}
    kept_from_it |= {"TYPECUT_DATABASE", "TYPECUT_S3_ACCESS_KEY_ID"}
    assert not kept_from_it & set(seen)


def test_a_command_that_does_not_exist_is_one_sentence():
    with (
        LocalWorkers(["/nowhere/worker"], 1) as pool,
        pytest.raises(RenderError, match="cannot be started"),
    ):
        pool.call(ask("echo"))


def test_closed_workers_take_nothing():
    pool = LocalWorkers(WORKER, 1)
    pool.close()
    with pytest.raises(RenderError):
        pool.call(ask("echo"))


def test_a_short_batch_does_not_wait_for_the_end_of_a_long_one():
    ended = []
    with LocalWorkers(WORKER, 1) as pool:

        def work(name, count):
            ended.extend(a.request.key for a in pool.run([ask("nap", name)] * count))

        threads = [threading.Thread(target=work, args=(n, c)) for n, c in (("a", 20), ("b", 2))]
        threads[0].start()
        while not ended:
            time.sleep(0.01)
        threads[1].start()
        for thread in threads:
            thread.join(20)
    assert "b" in ended[:6]
    assert ended.count("a") == 20
    assert ended.count("b") == 2


def test_a_check_that_raises_stops_the_work(workers, tmp_path):
    class Enough(Exception):
        pass

    def check():
        if pid.exists():
            raise Enough

    pid = tmp_path / "pid"
    with pytest.raises(Enough):
        workers.call(ask("hang", pid=str(pid)), check=check)
    assert all(gone(p) for p in until_written(pid))
    assert workers.call(ask("echo", n=1))["n"] == 1


def test_closing_answers_what_nobody_has_begun(tmp_path):
    pool = LocalWorkers(WORKER, 1)
    pid = tmp_path / "pid"
    answers = []
    runs = [
        threading.Thread(target=lambda keys=keys: answers.extend(pool.run(keys)))
        for keys in ([ask("hang", pid=str(pid))], [ask("echo")] * 3)
    ]
    runs[0].start()
    until_written(pid)
    runs[1].start()
    while len(pool._waiting._turns) < 1:
        time.sleep(0.01)
    pool.close()
    for run in runs:
        run.join(10)
    assert len(answers) == 4
    assert all(isinstance(a.error, Cancelled) for a in answers)
