"""Fetching against a server on the loopback that misbehaves in every way a server can."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace as changed
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from multipolar.errors import BuildBusy, NotWritable, RawFileDamaged
from multipolar.sources import download as module
from multipolar.sources.base import Coverage, RawFile, Source, Terms
from multipolar.sources.download import DiskFull, DownloadFailed, Event, Step, WrongDownload
from multipolar.sources.fetch import Fate, FetchBusy, Outcome, PlaceByHand, fetch
from multipolar.sources.status import part_of

BODY = bytes(range(256)) * 800
SHA = hashlib.sha256(BODY).hexdigest()
HALF = len(BODY) // 2
JUNK = b"<html>please log in</html>"


# ------------------------------------------------------------------ the server
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.close_connection = True
        asked = self.headers.get("Range")
        self.server.asked[self.path].append(asked)
        plan = self.server.plans.get(self.path, [status(404)])
        act = plan.pop(0) if len(plan) > 1 else plan[0]
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        with suppress(OSError):  # the client has hung up
            act(self, start)

    def head(self, code: int, length: int | None, **fields: str) -> None:
        self.send_response(code)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.plans: dict[str, list[Act]] = {}
        self.asked: dict[str, list[str | None]] = defaultdict(list)
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


Act = Callable[[Handler, int], None]


def serve(
    body: bytes = BODY,
    *,
    upto: int | None = None,
    claim: int | None = None,
    ranges: bool = True,
    length: bool = True,
    reset: bool = False,
    stall: bool = False,
) -> Act:
    """Serve a body, or its bytes before ``upto``, under a Content-Length of ``claim``."""

    def act(handler: Handler, start: int) -> None:
        if not ranges:
            start = 0
        if start and start >= len(body):
            handler.head(416, 0, Content_Range=f"bytes */{len(body)}")
            return
        claimed = (len(body) if claim is None else claim) - start if length else None
        if start:
            span = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.head(206, claimed, Content_Range=span)
        else:
            handler.head(200, claimed)
        handler.wfile.write(body[start:upto])
        handler.wfile.flush()
        if stall:
            handler.server.over.wait(20)
        if reset:
            time.sleep(0.05)
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.close()

    return act


def status(code: int, **fields: str) -> Act:
    return lambda handler, start: handler.head(code, 0, **fields)


def chunked_half(handler: Handler, start: int) -> None:
    """Half of the body in one chunk, and then neither another one nor the end."""
    handler.head(200, None, Transfer_Encoding="chunked")
    handler.wfile.write(f"{HALF:x}\r\n".encode() + BODY[:HALF] + b"\r\n")


def ten_bytes(handler: Handler, start: int) -> None:
    """Grant ten bytes of the range that was asked for, as a server may."""
    handler.head(206, 10, Content_Range=f"bytes {start}-{start + 9}/{len(BODY)}")
    handler.wfile.write(BODY[start : start + 10])


def wrong_range(handler: Handler, start: int) -> None:
    """Go on from another byte than the one asked for."""
    handler.head(206, len(BODY) - 7, Content_Range=f"bytes 7-{len(BODY) - 1}/{len(BODY)}")
    handler.wfile.write(BODY[7:])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.over.set()
        running.shutdown()
        thread.join()


# ------------------------------------------------------------------ what is fetched
def source_of(*files: RawFile, terms: Terms = Terms.DERIVE) -> Source:
    return Source(
        key="toy",
        title="A toy",
        producer="Nobody",
        version="1",
        references=(),
        terms=terms,
        terms_text="",
        home="https://toy.example",
        files=files,
        coverage=Coverage(1900, 2000),
        adds="toys 1900-2000",
    )


def file_at(url: str, name: str = "data.bin", sha: str = SHA, size: int = len(BODY)) -> RawFile:
    return RawFile(f"toy/{name}", url, sha, size)


class Run:
    """One file at one address, fetched as often as needed, with all events noted."""

    def __init__(self, server: Server, folder: Path, waits: list[float]) -> None:
        self.server = server
        self.folder = folder
        self.waits = waits
        self.file = file_at(f"{server.address}/data.bin")
        self.source = source_of(self.file)
        self.path = folder / self.file.path
        self.part = part_of(self.path)
        self.events: list[Event] = []

    def note(self, event: Event, /) -> None:
        self.events.append(event)
        if self.path.is_file():  # at no moment is there a file with other bytes
            assert self.path.read_bytes() in (BODY, b"old")

    def __call__(self, *plan: Act, **options: object) -> Outcome:
        if plan:
            self.server.plans["/data.bin"] = list(plan)
        options = {"timeout": 5.0, "report": self.note} | options
        (outcome,) = fetch([self.source], self.folder, **options)
        return outcome

    @property
    def asked(self) -> list[str | None]:
        return self.server.asked["/data.bin"]

    def assert_whole(self, outcome: Outcome) -> None:
        assert (outcome.fate, outcome.error, outcome.ok) == (Fate.FETCHED, None, True)
        assert outcome.path == self.path
        assert self.path.read_bytes() == BODY
        assert not self.part.exists()

    def put(self, content: bytes, path: Path | None = None) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        (path or self.path).write_bytes(content)


@pytest.fixture
def run(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    waits: list[float] = []
    monkeypatch.setattr(module, "sleep", waits.append)
    return Run(server, tmp_path / "raw", waits)


# ------------------------------------------------------------------ a server that behaves
def test_a_file_is_fetched_checked_and_placed(run: Run) -> None:
    outcome = run(serve())
    run.assert_whole(outcome)
    assert outcome.attempts == 1
    assert run.asked == [None]
    steps = [event.step for event in run.events]
    assert steps[0] is Step.START
    assert set(steps[1:-1]) == {Step.ADVANCE}
    assert steps[-1] is Step.END
    received = [event.received for event in run.events]
    assert received == sorted(received)
    assert received[-1] == len(BODY)


def test_a_file_that_is_there_is_not_fetched_again(run: Run) -> None:
    run.put(BODY)
    outcome = run(serve())
    assert (outcome.fate, outcome.ok, outcome.attempts) == (Fate.PRESENT, True, 0)
    assert run.asked == []
    assert sorted(run.folder.rglob("*")) == [run.path.parent, run.path]


@pytest.mark.parametrize(
    "act",
    [serve(length=False), serve(claim=len(BODY) + 500, stall=True), serve(BODY + b"a tail")],
    ids=["no length", "too long and stalled", "a tail"],
)
def test_the_pinned_size_and_digest_decide_and_not_the_length_the_server_claims(
    run: Run, act: Act
) -> None:
    run.assert_whole(run(act))
    assert len(run.asked) == 1


def test_redirects_are_followed_with_the_range(run: Run) -> None:
    run.put(BODY[:HALF], run.part)
    run.server.plans["/moved"] = [serve()]
    run.assert_whole(run(status(302, Location="/moved")))
    assert run.server.asked["/moved"] == [f"bytes={HALF}-"]


@pytest.mark.parametrize("location", ["file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_redirects_lead_to_the_web_only(run: Run, location: str) -> None:
    outcome = run(status(302, Location=location))
    assert outcome.fate is Fate.FAILED
    assert isinstance(outcome.error, DownloadFailed)
    assert outcome.attempts == 1
    assert not run.path.exists()


def test_endless_redirects_end(run: Run) -> None:
    outcome = run(status(302, Location="/data.bin"))
    assert outcome.fate is Fate.FAILED
    assert outcome.attempts == 1


def test_the_proxy_of_the_environment_is_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", run.server.address)
    monkeypatch.setenv("no_proxy", "")
    address = "http://toy.invalid/data.bin"
    run.server.plans[address] = [serve()]
    run.file = file_at(address)
    run.source = source_of(run.file)
    run.assert_whole(run())
    assert run.server.asked[address] == [None]


# ------------------------------------------------------------------ connections that fail
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_broken_connection_is_taken_up_where_it_broke(run: Run, reset: bool) -> None:
    outcome = run(serve(upto=HALF, reset=reset), serve())
    run.assert_whole(outcome)
    assert outcome.attempts == 2
    assert run.asked == [None, f"bytes={HALF}-"]
    assert run.waits == [1.0]


def test_without_ranges_the_file_starts_over(run: Run) -> None:
    outcome = run(serve(upto=HALF, ranges=False), serve(ranges=False))
    run.assert_whole(outcome)
    assert run.asked == [None, f"bytes={HALF}-"]


def test_a_range_that_was_not_asked_for_is_not_used(run: Run) -> None:
    outcome = run(serve(upto=HALF), wrong_range, serve())
    run.assert_whole(outcome)
    assert run.asked == [None, f"bytes={HALF}-", None]
    retries = [event for event in run.events if event.step is Step.RETRY]
    assert "another part of the file" in retries[1].message
    assert retries[1].received == 0


def test_ranges_granted_piece_by_piece_are_kept(run: Run) -> None:
    outcome = run(serve(upto=10), ten_bytes, retries=2)
    assert (outcome.fate, outcome.attempts) == (Fate.FAILED, 3)
    assert run.asked == [None, "bytes=10-", "bytes=20-"]
    assert run.part.read_bytes() == BODY[:30]


def test_a_chunked_answer_without_an_end_is_taken_up(run: Run) -> None:
    run.assert_whole(run(chunked_half, serve()))
    assert run.asked == [None, f"bytes={HALF}-"]


def test_a_stalled_server_is_left_and_tried_again(run: Run) -> None:
    outcome = run(serve(upto=HALF, stall=True), serve(), timeout=0.2)
    run.assert_whole(outcome)
    assert run.asked == [None, f"bytes={HALF}-"]
    (retry,) = [event for event in run.events if event.step is Step.RETRY]
    assert "stalled: nothing came for 0.2 s" in retry.message
    assert retry.received == HALF


def test_a_server_that_stalls_for_ever_is_given_up_and_what_came_is_kept(run: Run) -> None:
    outcome = run(serve(upto=10, stall=True), timeout=0.1, retries=2, backoff=0.5)
    assert (outcome.fate, outcome.attempts) == (Fate.FAILED, 3)
    assert run.waits == [0.5, 1.0]
    assert run.part.read_bytes() == BODY[:10]
    assert not run.path.exists()
    assert str(outcome.error) == (
        f"raw file toy/data.bin could not be downloaded from {run.file.url} in 3 attempts (the "
        "server stalled: nothing came for 0.1 s): fetch again to go on after 10 bytes, or put "
        f"this file here: {run.path}, from {run.file.url}"
    )
    run.assert_whole(run(serve()))
    assert run.asked[-1] == "bytes=10-"


@pytest.mark.parametrize("code", [500, 502, 503, 429, 408])
def test_an_error_that_may_pass_is_tried_again(run: Run, code: int) -> None:
    outcome = run(status(code), status(code), serve())
    run.assert_whole(outcome)
    assert outcome.attempts == 3
    assert run.waits == [1.0, 2.0]


def test_the_server_says_how_long_to_wait_within_reason(run: Run) -> None:
    run.assert_whole(run(status(503, Retry_After="7"), status(503, Retry_After="9999"), serve()))
    assert run.waits == [7.0, 60.0]


def test_retries_are_counted(run: Run) -> None:
    outcome = run(status(500))
    assert (outcome.fate, outcome.attempts, len(run.asked)) == (Fate.FAILED, 4, 4)
    assert run.waits == [1.0, 2.0, 4.0]
    assert "in 4 attempts (the server answered 500" in str(outcome.error)
    assert "fetch again later" in str(outcome.error)


@pytest.mark.parametrize("code", [403, 404, 410])
def test_an_error_that_stays_is_not_tried_again(run: Run, code: int) -> None:
    outcome = run(status(code))
    assert (outcome.fate, outcome.attempts) == (Fate.FAILED, 1)
    assert run.waits == []
    assert isinstance(outcome.error, DownloadFailed)
    assert outcome.error.status == code
    assert f"put this file here: {run.path}, from https://toy.example" in str(outcome.error)
    assert not run.path.exists()
    assert not run.part.exists()


def test_a_host_that_cannot_be_reached_costs_its_retries_once(run: Run) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        files = [file_at(f"{address}/{name}", name) for name in "ab"]
        outcomes = fetch([source_of(*files)], run.folder, retries=2)
    assert [outcome.attempts for outcome in outcomes] == [3, 1]
    assert "the server cannot be reached" in str(outcomes[0].error)


def test_an_address_that_is_none_is_refused_at_once(run: Run) -> None:
    (outcome,) = fetch([source_of(file_at("http://[bad/x"))], run.folder)
    assert (outcome.fate, outcome.attempts) == (Fate.FAILED, 1)


# ------------------------------------------------------------------ wrong bytes
def test_wrong_bytes_are_never_placed(run: Run) -> None:
    wrong = BODY[:-1] + b"?"
    outcome = run(serve(wrong))
    assert (outcome.fate, outcome.attempts, len(run.asked)) == (Fate.FAILED, 1, 1)
    error = outcome.error
    assert isinstance(error, WrongDownload)
    assert (error.expected, error.found) == (SHA, hashlib.sha256(wrong).hexdigest())
    for fact in ("toy/data.bin", run.file.url, error.expected[:16], error.found[:16]):
        assert fact in str(error)
    assert not run.path.exists()
    assert not run.part.exists()


def test_a_longer_file_is_not_placed(run: Run) -> None:
    outcome = run(serve(b"!" + BODY))
    assert isinstance(outcome.error, WrongDownload)
    assert not run.path.exists()
    assert not run.part.exists()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_shorter_file_such_as_a_login_page_is_not_placed(run: Run, ranges: bool) -> None:
    outcome = run(serve(JUNK, ranges=ranges))
    assert isinstance(outcome.error, WrongDownload)
    assert outcome.attempts == (2 if ranges else 4)
    assert f"expected {len(BODY)} bytes" in str(outcome.error)
    assert f"found {len(JUNK)} bytes" in str(outcome.error)
    assert not run.path.exists()
    assert not run.part.exists()


def test_a_length_that_is_claimed_too_short_is_made_up_for(run: Run) -> None:
    outcome = run(serve(claim=HALF), serve())
    run.assert_whole(outcome)
    assert run.asked == [None, f"bytes={HALF}-"]


def test_a_length_that_is_claimed_too_long_for_a_short_body_is_tried_again(run: Run) -> None:
    outcome = run(serve(BODY[:HALF], claim=len(BODY) + 9), serve())
    run.assert_whole(outcome)
    assert outcome.attempts == 2


def test_a_stale_part_is_thrown_away_and_the_file_fetched_from_the_start(run: Run) -> None:
    run.put(b"x" * HALF, run.part)
    outcome = run(serve())
    run.assert_whole(outcome)
    assert run.asked == [f"bytes={HALF}-", None]


def test_pieces_that_never_fit_are_given_up(run: Run) -> None:
    run.put(b"x" * HALF, run.part)
    outcome = run(serve(BODY[::-1]))
    assert isinstance(outcome.error, WrongDownload)
    assert outcome.attempts == 2
    assert not run.part.exists()


def test_pieces_are_given_up_the_second_time_they_do_not_fit(run: Run) -> None:
    wrong = BODY[::-1]
    run.put(b"x" * HALF, run.part)
    outcome = run(serve(wrong), serve(wrong, upto=HALF), serve(wrong), serve())
    assert isinstance(outcome.error, WrongDownload)
    assert outcome.error.found == hashlib.sha256(wrong).hexdigest()
    assert run.asked == [f"bytes={HALF}-", None, f"bytes={HALF}-"]
    assert not run.part.exists()


@pytest.mark.parametrize(
    ("part", "asked"),
    [(BODY, []), (b"x" * len(BODY), [None]), (BODY + b"x", [None])],
    ids=["complete", "full of other bytes", "too long"],
)
def test_a_part_of_full_length(run: Run, part: bytes, asked: list[str | None]) -> None:
    run.put(part, run.part)
    run.assert_whole(run(serve()))
    assert run.asked == asked


# ------------------------------------------------------------------ what is in the folder
def test_another_file_in_the_place_is_not_overwritten(run: Run) -> None:
    run.put(b"old")
    outcome = run(serve())
    assert (outcome.fate, run.asked) == (Fate.FAILED, [])
    error = outcome.error
    assert isinstance(error, RawFileDamaged)
    assert (error.path, error.expected) == (run.path, SHA)
    assert error.found == hashlib.sha256(b"old").hexdigest()
    for fact in (str(run.path), f"{len(BODY)} bytes", SHA[:16], "found 3 bytes", error.found[:16]):
        assert fact in str(error)
    assert run.path.read_bytes() == b"old"


def test_another_file_is_replaced_on_request_once_the_download_is_complete(run: Run) -> None:
    run.put(b"old")
    run.assert_whole(run(serve(), replace=True))


@pytest.mark.parametrize("act", [serve(JUNK), status(404), serve(BODY[::-1])])
def test_another_file_stays_if_its_replacement_fails(run: Run, act: Act) -> None:
    run.put(b"old")
    assert not run(act, replace=True).ok
    assert run.path.read_bytes() == b"old"


def test_a_folder_in_the_place_of_a_file_is_left_alone(run: Run) -> None:
    run.path.mkdir(parents=True)
    outcome = run(serve(), replace=True)
    assert isinstance(outcome.error, RawFileDamaged)
    assert "it is not a file" in str(outcome.error)
    assert run.asked == []


def test_files_under_local_terms_are_never_downloaded(run: Run) -> None:
    run.source = source_of(run.file, terms=Terms.LOCAL)
    outcome = run(serve())
    assert (outcome.fate, outcome.ok, run.asked) == (Fate.BY_HAND, False, [])
    assert isinstance(outcome.error, PlaceByHand)
    assert str(outcome.error) == (
        "raw file toy/data.bin is placed by hand, as its terms allow no download: put this file "
        f"here: {run.path}, from https://toy.example"
    )
    run.put(b"old")
    assert isinstance(run(replace=True).error, RawFileDamaged)
    assert run.path.read_bytes() == b"old"
    run.put(BODY)
    assert run().fate is Fate.PRESENT


@pytest.mark.parametrize("url", ["", "file:///etc/hostname", "ftp://toy.example/data.bin"])
def test_only_the_web_is_downloaded_from(run: Run, url: str) -> None:
    (outcome,) = fetch([source_of(file_at(url))], run.folder)
    assert outcome.fate is Fate.BY_HAND
    assert "no address on the web" in str(outcome.error)


def test_a_failure_does_not_stop_the_others_and_the_order_stays(run: Run) -> None:
    names = ("present", "gone", "good", "local")
    files = {name: file_at(f"{run.server.address}/{name}", name) for name in names}
    run.server.plans["/good"] = [serve()]
    run.put(BODY, run.folder / "toy/present")
    sources = [
        source_of(files["gone"]),
        source_of(files["present"], files["good"]),
        changed(source_of(files["local"]), terms=Terms.LOCAL),
    ]
    outcomes = fetch(sources, run.folder, report=run.note)
    assert [(Path(outcome.file.path).name, outcome.fate) for outcome in outcomes] == [
        ("gone", Fate.FAILED),
        ("present", Fate.PRESENT),
        ("good", Fate.FETCHED),
        ("local", Fate.BY_HAND),
    ]
    ends = [event.file for event in run.events if event.step is Step.END]
    assert ends == [outcome.file for outcome in outcomes]


def test_a_file_that_two_sources_share_is_fetched_once(run: Run) -> None:
    run.server.plans["/data.bin"] = [serve()]
    outcomes = fetch([run.source, run.source], run.folder)
    assert [outcome.fate for outcome in outcomes] == [Fate.FETCHED, Fate.PRESENT]
    assert len(run.asked) == 1


# ------------------------------------------------------------------ interruptions, the machine
def test_an_interrupt_leaves_a_part_that_goes_on(run: Run) -> None:
    def interrupt(event: Event, /) -> None:
        if event.received >= HALF:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(serve(), report=interrupt, chunk=1 << 12)
    held = run.part.stat().st_size
    assert HALF <= held < len(BODY)
    assert run.part.read_bytes() == BODY[:held]
    assert not run.path.exists()
    run.assert_whole(run())
    assert run.asked == [None, f"bytes={held}-"]


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal to another process")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGKILL"])
def test_a_process_that_is_ended_leaves_a_part_that_goes_on(run: Run, sent: str) -> None:
    run.server.plans["/data.bin"] = [serve(upto=HALF, stall=True), serve()]
    program = f"""
from pathlib import Path
from multipolar.sources.base import Coverage, RawFile, Source, Terms
from multipolar.sources.fetch import fetch
file = RawFile({run.file.path!r}, {run.file.url!r}, {SHA!r}, {len(BODY)})
source = Source("toy", "", "", "", (), Terms.DERIVE, "", "", (file,), Coverage(1900, 2000), "")
fetch([source], Path({str(run.folder)!r}))
"""
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as child:
        limit = time.monotonic() + 20
        while not (run.part.exists() and run.part.stat().st_size == HALF):
            assert child.poll() is None and time.monotonic() < limit
            time.sleep(0.01)
        with pytest.raises(FetchBusy) as caught:
            run()
        assert isinstance(caught.value, BuildBusy)
        assert str(run.folder) in str(caught.value)
        child.send_signal(getattr(signal, sent))
        assert child.wait(10) != 0
    assert not run.path.exists()
    run.assert_whole(run())
    assert run.asked == [None, f"bytes={HALF}-"]


def test_a_second_fetch_in_the_same_process_is_refused_and_the_first_goes_on(run: Run) -> None:
    errors: list[Exception] = []

    def second(event: Event, /) -> None:
        if event.step is Step.START:
            with pytest.raises(FetchBusy) as caught:
                fetch([run.source], run.folder)
            errors.append(caught.value)

    run.assert_whole(run(serve(), report=second))
    assert len(errors) == 1
    run.path.unlink()
    run.assert_whole(run(serve()))


def test_a_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritable, match=r"cannot write to .*file.*MULTIPOLAR_DATA"):
        fetch([run.source], tmp_path / "file" / "raw")


def test_a_folder_of_one_source_that_cannot_be_written_to_stops_only_that_source(run: Run) -> None:
    run.folder.mkdir()
    (run.folder / "toy").write_bytes(b"")
    other = changed(run.file, path="other/data.bin")
    run.server.plans["/data.bin"] = [serve()]
    outcomes = fetch([source_of(run.file, other)], run.folder)
    assert isinstance(outcomes[0].error, NotWritable)
    assert outcomes[1].fate is Fate.FETCHED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full")
def test_a_full_disk_is_an_error_that_says_so(run: Run) -> None:
    run.path.parent.mkdir(parents=True)
    run.part.symlink_to("/dev/full")
    outcome = run(serve())
    assert isinstance(outcome.error, DiskFull)
    assert f"no space left in {run.path.parent}" in str(outcome.error)
    assert outcome.attempts == 1
    assert not run.path.exists()
