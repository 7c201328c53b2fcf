"""One specification for page and mail, drawn without a network."""

from __future__ import annotations

import struct
import zlib
from datetime import date, timedelta

from tracker import charts

TODAY = date(2026, 11, 23)
COUNTS = [charts.DayCount(TODAY - timedelta(days=n), n % 5, n % 3) for n in range(40)]


def test_every_day_of_the_window_is_there_once() -> None:
    spec = charts.activity_spec(COUNTS, TODAY, days=30)
    rows = spec["datasets"][spec["layer"][0]["data"]["name"]]
    days = [row["day"] for row in rows if row["what"] == "conflict"]
    assert days == [(TODAY - timedelta(days=29 - n)).isoformat() for n in range(30)]
    assert all(row["events"] <= 0 for row in rows if row["what"] == "conflict")


def test_the_picture_is_a_small_valid_png_for_each_scheme() -> None:
    pictures = [charts.to_png(charts.activity_spec(COUNTS, TODAY, dark=dark)) for dark in (False, True)]
    assert pictures[0] != pictures[1]
    for png in pictures:
        assert png.startswith(b"\x89PNG\r\n\x1a\n") and len(png) < 40_000
        width, height = struct.unpack(">II", png[16:24])
        at, packed = 8, b""
        while at < len(png):
            (length,) = struct.unpack(">I", png[at : at + 4])
            body = png[at + 4 : at + 8 + length]
            assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(body),)
            packed += body[4:] if body[:4] == b"IDAT" else b""
            at += 12 + length
        assert len(zlib.decompress(packed)) == height * (width * 4 + 1)


def test_the_same_chart_as_svg_and_in_words() -> None:
    assert charts.to_svg(charts.activity_spec(COUNTS, TODAY)).startswith("<svg")
    words = charts.describe(COUNTS, TODAY, days=30)
    assert words.startswith("Events a day in the last 30 days: 60 of cooperation, 30 of conflict; busiest on ")


def test_an_empty_month_can_be_drawn() -> None:
    assert charts.to_png(charts.activity_spec([], TODAY))
    assert charts.describe([], TODAY) == "Events a day in the last 30 days: 0 of cooperation, 0 of conflict."
