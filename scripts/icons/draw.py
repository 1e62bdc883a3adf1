"""Draws the icons and manifests of the neutral identities into web/public/.

    .venv/bin/python scripts/icons/draw.py

Each identity is one small SVG, written here; Chromium renders the PNG sizes from it, so that the
picture has a single source. The names say nothing of what the app is for.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PUBLIC = Path(__file__).resolve().parents[2] / "web" / "public"

GROUND = "#1b2634"
NIGHT = "#10161f"
LAMP = "#f2b75c"
PALE = "#eef2f7"
SHADE = "#7388a3"


@dataclass(frozen=True)
class Identity:
    """`picture` is drawn in a 512 box; everything that matters lies within the middle 80 %."""

    id: str
    name: str
    picture: str
    badge: str

    @property
    def manifest(self) -> Path:
        suffix = "" if self.id == "carnet" else f"-{self.id}"
        return PUBLIC / f"manifest{suffix}.webmanifest"

    @property
    def svg(self) -> Path:
        return PUBLIC / ("icon.svg" if self.id == "carnet" else f"icons/{self.id}.svg")


NOTEBOOK = f"""
<rect x="150" y="112" width="226" height="288" rx="26" fill="{PALE}"/>
<path d="M150 138a26 26 0 0 1 26-26h22v288h-22a26 26 0 0 1-26-26z" fill="{LAMP}"/>
<path d="M236 188h100M236 244h100M236 300h62" stroke="{SHADE}" stroke-width="18"
 stroke-linecap="round"/>"""
NOTEBOOK_BADGE = """
<path fill-rule="evenodd" d="M120 90a40 40 0 0 1 40-40h200a40 40 0 0 1 40 40v332a40 40 0 0 1-40
 40H160a40 40 0 0 1-40-40zM190 160v40h150v-40zM190 250v40h150v-40zM190 340v40h90v-40z"/>"""

CLOCK = f"""
<circle cx="256" cy="272" r="128" fill="none" stroke="{PALE}" stroke-width="24"/>
<path d="M256 272V192" stroke="{LAMP}" stroke-width="24" stroke-linecap="round"/>
<path d="M256 272l52 34" stroke="{LAMP}" stroke-width="24" stroke-linecap="round"/>
<path d="M220 104h72" stroke="{PALE}" stroke-width="26" stroke-linecap="round"/>
<path d="M372 164l22-22" stroke="{PALE}" stroke-width="22" stroke-linecap="round"/>"""
CLOCK_BADGE = """
<path fill-rule="evenodd" d="M256 96a190 190 0 1 1 0 380 190 190 0 0 1 0-380zm0 48a142 142 0 1 0 0
 284 142 142 0 0 0 0-284z"/>
<path d="M232 186h48v112h-48zM190 30h132v46H190z"/>"""

GLOW = f"""
<defs><radialGradient id="g" cx="50%" cy="44%" r="42%">
<stop offset="0" stop-color="{LAMP}" stop-opacity=".55"/>
<stop offset="1" stop-color="{LAMP}" stop-opacity="0"/></radialGradient></defs>
<rect width="512" height="512" fill="url(#g)"/>
<path d="M256 116c-62 0-104 46-104 104 0 44 24 68 42 92 8 11 12 20 14 32h96c2-12 6-21 14-32
 18-24 42-48 42-92 0-58-42-104-104-104z" fill="{LAMP}"/>
<path d="M216 366h80M228 396h56" stroke="{PALE}" stroke-width="20" stroke-linecap="round"/>"""
GLOW_BADGE = """
<path d="M256 40c-90 0-150 66-150 150 0 62 34 98 60 132 12 16 18 28 20 46h140c2-18 8-30 20-46
 26-34 60-70 60-132 0-84-60-150-150-150zM190 396h132v38H190zM212 452h88v34h-88z"/>"""

IDENTITIES = [
    Identity("carnet", "Carnet", NOTEBOOK, NOTEBOOK_BADGE),
    Identity("minuteur", "Minuteur", CLOCK, CLOCK_BADGE),
    Identity("veilleuse", "Veilleuse", GLOW, GLOW_BADGE),
]


def svg(inside: str, ground: str = "") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">'
        f"{ground}{inside}</svg>\n"
    )


def rounded(identity: Identity) -> str:
    """For a browser tab: its own corners."""
    return svg(identity.picture, f'<rect width="512" height="512" rx="112" fill="{GROUND}"/>')


def full(identity: Identity) -> str:
    """For home screens, which cut the corners themselves (maskable)."""
    return svg(identity.picture, f'<rect width="512" height="512" fill="{GROUND}"/>')


def badge(identity: Identity) -> str:
    """Android shows only its shape."""
    return svg(f'<g fill="#fff">{identity.badge}</g>')


def manifest(identity: Identity) -> dict[str, object]:
    def icon(size: int, purpose: str) -> dict[str, str]:
        path = f"/icons/{identity.id}-{size}.png"
        return {
            "src": path,
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }

    return {
        "id": "/",
        "name": identity.name,
        "short_name": identity.name,
        "lang": "fr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": NIGHT,
        "theme_color": NIGHT,
        "icons": [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
    }


def render(page: Page, drawing: str, size: int, to: Path) -> None:
    page.set_viewport_size({"width": size, "height": size})
    drawing = drawing.replace('width="512" height="512">', f'width="{size}" height="{size}">', 1)
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing}")
    page.screenshot(path=str(to), omit_background=True)


def draw(page: Page, identity: Identity) -> None:
    identity.svg.write_text(rounded(identity))
    identity.manifest.write_text(
        json.dumps(manifest(identity), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    icons = PUBLIC / "icons"
    for size in (180, 192, 512):
        render(page, full(identity), size, icons / f"{identity.id}-{size}.png")
    render(page, badge(identity), 96, icons / f"{identity.id}-badge.png")


def main() -> None:
    (PUBLIC / "icons").mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for identity in IDENTITIES:
            draw(page, identity)
        browser.close()


if __name__ == "__main__":
    main()
