"""The page in a real browser: a question, its answer, the passage behind [1], at the width of a desk and of a phone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fake_assistant import FOLLOW_UP, TOURISTS, UNKNOWN

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = [(1280, 860), (390, 844)]
pytestmark = pytest.mark.browser

if not CHROMIUM.exists():
    if os.environ.get("SHIRUBE_REQUIRE_BROWSER") == "1":
        pytest.fail("SHIRUBE_REQUIRE_BROWSER=1, but there is no /usr/bin/chromium", pytrace=False)
    pytest.skip("no /usr/bin/chromium", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402 - an optional dependency


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    root = Path(__file__).parent
    command = [sys.executable, str(root / "fake_assistant.py")]
    environment = os.environ | {"PYTHONPATH": str(root.parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS, ids=["1280", "390"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP")
    page = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if not loopback(r.url) else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(address)
    yield page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    context.close()
    assert outside == []
    assert errors == []


def loopback(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.hostname in ("127.0.0.1", "localhost")


def ask(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="質問")
    box.fill(question)
    box.press("Enter")


def test_the_answer_leads_to_the_marked_passage(page: Page) -> None:
    ask(page, TOURISTS)
    expect(page.locator("#conversation .answer").last).to_contain_text("令和5年度の観光入込客数は12万3千人です。")
    for number, quote in ((1, "観光入込客数は、令和５年度に１２万３千人となり"), (2, "宿泊客延数は３万１千泊でした。")):
        page.locator("#conversation a.cite", has_text=f"[{number}]").click()
        passage = page.locator(f"#cite-0-{number}")
        expect(passage).to_be_in_viewport()
        expect(passage).to_have_class("source flash")
        expect(passage.locator("mark")).to_contain_text(quote)
        expect(passage).to_contain_text("12ページ")
    assert urlsplit(page.url).fragment == ""


def test_a_follow_up_is_resolved_and_earlier_passages_stay_reachable(page: Page) -> None:
    ask(page, TOURISTS)
    expect(page.locator("#cite-0-1")).to_be_visible()
    ask(page, FOLLOW_UP)
    expect(page.locator("#conversation .understood")).to_contain_text("観光入込客数は、前年度から")
    expect(page.locator("#cite-0-1")).to_be_hidden()
    page.locator("#conversation a.cite").first.click()
    expect(page.locator("#cite-0-1")).to_be_in_viewport()


def test_what_is_not_in_the_documents_is_said_and_the_nearest_passages_are_shown(page: Page) -> None:
    ask(page, UNKNOWN)
    expect(page.locator("#conversation .answer")).to_contain_text("見当たりません")
    expect(page.locator("#sources .near")).to_have_count(2)


def test_hostile_text_stays_text(page: Page) -> None:
    attack = "<img src=http://leak.example/?q=1> ![x](http://leak.example/) ${alert(1)} {{value}} www.leak.example"
    ask(page, f"観光 {attack}")
    expect(page.locator("#conversation a.cite").first).to_be_visible()
    expect(page.locator("#conversation .asked")).to_have_text(f"観光 {attack}")
    assert page.locator("#conversation img, #conversation .asked a").count() == 0


def test_an_empty_question_is_answered_with_a_message(page: Page) -> None:
    page.get_by_role("button", name="質問する").click()
    expect(page.locator("#message")).to_contain_text("質問が空です")


def test_examples_ask_and_clearing_starts_afresh(page: Page) -> None:
    page.get_by_role("button", name="「海辺町観光振興計画」の目的は何ですか。").click()
    expect(page.locator("#conversation a.cite").first).to_be_visible()
    expect(page.locator("#examples")).to_be_hidden()
    page.get_by_role("button", name="会話を消去").click()
    expect(page.locator("#conversation .welcome")).to_be_visible()
    expect(page.locator("#sources .source")).to_have_count(0)
    ask(page, FOLLOW_UP)  # no history: nothing that it could follow
    expect(page.locator("#conversation .answer")).to_contain_text("見当たりません")


def test_the_documents_are_listed(page: Page) -> None:
    page.get_by_text("取り込み済みの文書").click()
    expect(page.locator("#listed li")).to_have_count(2)
    expect(page.locator("#listed")).to_contain_text("地域づくり懇談会 会議録")
