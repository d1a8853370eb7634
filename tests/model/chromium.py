"""A headless Chromium that a test drives over the DevTools protocol."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

KEYS = {"Home": 36, "End": 35}
"""Key codes as browsers number them."""


class Tab:
    """One page: what it shows, what it asks for, and a mouse."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.asked: list[str] = []
        """Addresses that the page asked for, over HTTP and WebSocket."""
        self.errors: list[str] = []
        """Errors that its scripts threw."""
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its result."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == number:
                assert "error" not in message, message
                return dict(message["result"])
            self._note(message.get("method"), message.get("params", {}))

    def _note(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(params["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(str(params["exceptionDetails"]))

    def open(self, address: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        """Return what a JavaScript expression gives."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    @property
    def text(self) -> str:
        """What a reader sees."""
        return str(self.run("document.body?.innerText ?? ''"))

    def wait(self, script: str, seconds: float = 60) -> Any:
        """Return the first true value of a JavaScript expression."""
        end = time.monotonic() + seconds
        while not (value := self.run(script)):
            assert time.monotonic() < end, f"never true: {script}\n{self.text}\n{self.errors}"
            time.sleep(0.1)
        return value

    def press(self, label: str) -> None:
        """Click with the mouse on the button that has a label and can be pressed."""
        x, y = self.wait(
            "(() => { const b = [...document.querySelectorAll('button')].find("
            f"b => b.textContent.trim() === {json.dumps(label)} && !b.disabled);"
            "if (!b) return null; b.scrollIntoView({block: 'center'});"
            "const r = b.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def slide(self, label: str, key: str) -> None:
        """Press a key on the slider that has a label."""
        self.wait(
            "(() => { const l = [...document.querySelectorAll('label')].find("
            f"l => l.textContent.trim() === {json.dumps(label)});"
            "const s = l?.closest('.v-input').querySelector('[role=slider]');"
            "s?.focus(); return document.activeElement === s; })()"
        )
        for kind in ("rawKeyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=35
            )


@contextmanager
def chromium(folder: Path) -> Iterator[Tab]:
    """Open a browser that reaches this machine only; skip the test where there is none."""
    client = pytest.importorskip(
        "websockets.sync.client", reason="the extra [viz] is not installed: no websockets"
    )
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium on the PATH (Debian: apt-get install chromium)")
    browser = subprocess.Popen(
        [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-dev-shm-usage", "--window-size=1400,1000", f"--user-data-dir={folder}",
            "--remote-debugging-port=0", "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with client.connect(_page_address(folder), proxy=None, max_size=None) as socket:
            yield Tab(socket)
    finally:
        browser.terminate()
        browser.wait(20)


def _page_address(folder: Path) -> str:
    from urllib.error import URLError
    from urllib.request import ProxyHandler, build_opener

    direct = build_opener(ProxyHandler({}))
    told = folder / "DevToolsActivePort"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            port = told.read_text().split()[0]
            with direct.open(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [page for page in json.load(answer) if page["type"] == "page"]
            return str(pages[0]["webSocketDebuggerUrl"])
        except (OSError, IndexError, URLError):
            time.sleep(0.1)
    raise AssertionError("chromium did not start within a minute")


def host(address: str) -> str | None:
    """Return the host that an address names; None for one that needs no network."""
    return urlsplit(address).hostname
