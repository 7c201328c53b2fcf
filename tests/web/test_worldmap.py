"""Places fall where they are, and what is too close to tell apart falls together."""

import pytest

from tracker.store.listing import Spot
from tracker.web.worldmap import FRAME, HEIGHT, WIDTH, cluster, project, shares


def spot(key: int, lon: float, lat: float, place: str = "x") -> Spot:
    return Spot(key, lon, lat, place)


def test_the_middle_of_the_world_is_the_middle_of_the_canvas() -> None:
    assert project(0, 0) == (WIDTH / 2, HEIGHT / 2)


@pytest.mark.parametrize(("lon", "lat"), [(179.9, 0), (-179.9, 0), (-68.3, -54.8), (-70, 76.5), (178, -38), (-155, 20)])
def test_every_inhabited_place_is_inside_the_frame(lon: float, lat: float) -> None:
    x, y = project(lon, lat)
    left, top, width, height = FRAME
    assert left - 45 <= x <= left + width + 45
    assert top <= y <= top + height


def test_east_is_right_and_north_is_up() -> None:
    assert project(10, 0)[0] > project(0, 0)[0]
    assert project(0, 10)[1] < project(0, 0)[1]
    assert project(0, 99) == project(0, 90)


def test_near_places_are_one_cluster_the_largest_first() -> None:
    made = cluster([spot(1, 127.0, 37.5), spot(2, 2.35, 48.85), spot(3, 126.7, 37.4)])
    assert [[each.id for each in found.spots] for found in made] == [[1, 3], [2]]
    assert made[0].radius > made[1].radius


def test_a_list_is_shared_fairly() -> None:
    made = cluster([*(spot(n, 127, 37) for n in range(30)), spot(99, 2, 48)])
    assert shares(made, total=100, most=12) == [12, 1]
    assert shares(made, total=6, most=12) == [5, 1]
    assert shares(made, total=0, most=12) == [1, 1]
