"""Rooms by name in four languages, their profiles and set-points, dimming by daylight, limits and set-back."""

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.hourly.daylight import average_daylight_factor, lamp_share
from bldgassess.hourly.gains import make_gains
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.people import person_count
from bldgassess.hourly.profiles import building_use, room_profile
from bldgassess.hourly.rooms import UNKNOWN, room_use, use_by_name
from bldgassess.hourly.set_points import make_set_points, wanted
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.ifc.read import read_model
from bldgassess.inventory.build import compute_inventory
from bldgassess.messages import sentence
from bldgassess.study import Study, set_values
from materials_db.store import load_store

EN, GB = "EN 16798-1", "GB 55015-2021"


@pytest.fixture(scope="module")
def weather():
    return make_typical_year(next(item for item in load_stations() if item.id == "mannheim"))


def spaces_named(building, *names):
    first = building.spaces[0]
    return tuple(
        replace(first, guid=f"room-{k}", name=str(k), long_name=name, floor_area_m2=20.0)
        for k, name in enumerate(names)
    )


@pytest.mark.parametrize(
    ("use", "names"),
    [
        ("bedroom", ("Bedroom 2", "Children10", "Kinderzimmer", "次卧", "Детская")),
        ("living", ("Living1", "Wohnen", "客厅", "Студия-гостиная", "Большая комната")),
        ("bathroom", ("Bathroom 1", "WC Damen", "Gäste-WC", "主卫", "Санузел", "R.R.", "Bath9")),
        ("kitchen", ("Kitchen5", "Küche", "厨房", "Кухня")),
        ("corridor", ("Hallway", "Flur 1.OG Ost", "走廊", "电梯厅", "Тамбур")),
        ("stairs", ("Existing Stairs (N.I.C.)", "Treppenhaus", "楼梯间", "Лестничная клетка")),
        ("lobby", ("Foyer", "Empfang", "大堂", "Вестибюль")),
        ("office", ("Buero Maier", "Büro 1.12", "开放办公区", "Кабинет 12")),
        ("meeting", ("Meeting room", "Besprechungsraum II", "会议室", "Переговорная")),
        ("classroom", ("Class room 4", "Klassenzimmer", "教室", "Учебный класс")),
        ("ward", ("Ward A", "Patientenzimmer", "病房", "Палата 3")),
        ("treatment", ("Examination", "Untersuchung", "诊室", "Процедурный кабинет")),
        ("hotel_room", ("Guestroom", "Hotelzimmer", "客房", "Номер гостиницы")),
        ("shop", ("Retail unit", "Verkaufsraum", "商铺", "Торговый зал")),
        ("restaurant", ("Banquet Hall A", "Gaststätte", "咖啡厅", "Ресторан")),
        ("commercial_kitchen", ("Scullery", "Großküche", "备餐间", "Моечная")),
        ("storage", ("Storage", "Abstellraum", "储藏室", "Кладовая")),
        ("plant", ("El. Equip Room (N.I.C.)", "Technikraum III", "配电间", "Котельная")),
        ("garage", ("Garage", "Tiefgarage", "地下车库", "Гараж")),
        ("laboratory", ("Labor K3", "Laboratory", "实验室", "Лаборатория")),
        ("lift", ("Elevator (N.I.C.)", "Aufzug", "电梯", "Лифт")),
    ],
)
def test_names_in_four_languages(use, names):
    assert {name: use_by_name(name).use for name in names} == dict.fromkeys(names, use)


@pytest.mark.parametrize("name", ["1. Stock", "Erster Stock", "Second storey", "Room", "B203", "Raum 7", ""])
def test_names_that_tell_nothing(name):
    assert use_by_name(name) is None


def test_labels_tell_where_the_name_is_silent(two_room_building):
    room = replace(two_room_building.spaces[0], name="1.07", long_name="", labels=("Büroarbeit", "2 HNF"))
    assert room_use(room).use == "office"
    assert room_use(replace(room, labels=("NUF 5",))).use == "classroom"
    assert room_use(replace(room, labels=("Meeting rooms", "SL_20_15_50"))).use == "meeting"
    assert room_use(replace(room, labels=("?",))) == UNKNOWN
    assert room_use(replace(room, long_name="Küche")).use == "kitchen"  # the name comes first


def test_every_profile_loads_and_is_a_share():
    for building in ("house", "apartment", "office", "school", "hotel", "healthcare"):
        for standard in (EN, GB):
            assert building_use(building, standard).parameters.people_m2 > 0.0
            for use in ("bedroom", "kitchen", "bathroom", "corridor", "meeting", "office", "shop", "ward", "gym"):
                profile = room_profile(use, building, standard)
                for array in (profile.occupancy, profile.lighting, profile.equipment) if profile else ():
                    assert array.shape == (8760,)
                    assert 0.0 <= array.min() <= array.max() <= 1.0


def test_clock_of_the_chinese_profiles_is_mended():
    office = building_use("office", GB).occupancy[:24]  # 1 January is a Monday
    assert office[5] == 0.0
    assert office[6] == pytest.approx(0.1)
    assert office[8] == pytest.approx(0.95)
    meals = room_profile("kitchen", "apartment", GB).occupancy[:24]
    assert np.flatnonzero(meals).tolist() == [6, 11, 17]


def test_offices_hold_people_by_room_and_are_empty_on_sunday(two_room_building):
    study = set_values(Study(), ["building.use=office"])
    spaces = spaces_named(two_room_building, "Office", "Meeting room", "Corridor", "WC")
    uses = [room_use(space) for space in spaces]
    gains = make_gains(spaces, uses, building_use("office", EN), study, 10.0)
    # 0.0588/m2 x 20 m2 in the office; a third of a person a m2 in the meeting room, who have their desks elsewhere
    assert gains.design_people == pytest.approx([0.0588 * 20, 20 / 3, 0.0, 0.0], rel=1e-3)
    assert gains.persons == pytest.approx(0.0588 * 20)
    assert person_count(spaces, uses, study) == gains.persons
    sunday = slice(6 * 24, 7 * 24)
    assert gains.people[:, sunday].sum() == gains.lighting_w[:, sunday].sum() == 0.0
    # DIN lamps burn while anybody is about: 7 to 18 h, 7 W/m2 in the corridor
    assert gains.lighting_w[2].max() == pytest.approx(7.0 * 20)
    assert np.flatnonzero(gains.lighting_w[2, :24]).tolist() == list(range(7, 18))
    named = set_values(study, ["building.occupants=10"])
    scaled = make_gains(spaces, uses, building_use("office", EN), named, 10.0)
    assert scaled.people[0].max() / gains.people[0].max() == pytest.approx(10 / (0.0588 * 20))
    found = {item.id for item in gains.assumptions}
    assert {"hourly.room_types.meeting", "hourly.room_types.office"} <= found


def test_hot_water_follows_the_use(two_room_building):
    spaces = spaces_named(two_room_building, "Office")
    uses = [room_use(space) for space in spaces]
    study = set_values(Study(), ["building.use=office", "building.occupants=10"])
    gains = make_gains(spaces, uses, building_use("office", EN), study, 10.0)
    # 10 people x 7 l x 4186 J/(l K) x 50 K a day
    assert gains.hot_water_w.sum() * 3600 / 365 == pytest.approx(10 * 7 * 4186 * 50)
    own = make_gains(
        spaces, uses, building_use("office", EN), set_values(study, ["operation.hot_water_l_person_day=14"]), 10.0
    )
    assert own.hot_water_w.sum() == pytest.approx(2 * gains.hot_water_w.sum())
    ids = {item.id for item in gains.assumptions} - {item.id for item in own.assumptions}
    assert ids == {"operation.hot_water_l_person_day"}


def test_without_room_types_every_room_is_alike(two_room_building):
    study = set_values(Study(), ["building.use=office", "operation.room_types=false"])
    spaces = spaces_named(two_room_building, "Office", "Meeting room")
    uses = [room_use(space) for space in spaces]
    gains = make_gains(spaces, uses, building_use("office", EN), study, 10.0)
    assert (gains.people[0] == gains.people[1]).all()
    heat, _ = wanted([room_use(space) for space in spaces_named(two_room_building, "Storage", "Living")], study)
    assert (heat == 20.0).all()


def test_set_points_by_room_and_night(two_room_building):
    uses = [room_use(space) for space in spaces_named(two_room_building, "Ward", "Living", "Storage")]
    heat, cool = wanted(uses, Study())
    assert heat[:, 12].tolist() == [22.0, 20.0, 16.0]
    assert (cool == 26.0).all()
    moved, _ = wanted(uses, set_values(Study(), ["operation.heating_setpoint_c=24"]))
    assert moved[:, 12].tolist() == [25.0, 24.0, 20.0]  # the ward stays 1 K below cooling
    night, warm = wanted(
        uses, set_values(Study(), ["operation.heating_setback_c=17", "operation.cooling_setback_c=29"])
    )
    assert night[1].tolist() == [17.0] * 6 + [20.0] * 16 + [17.0] * 2
    assert night[2].max() == night[2].min() == 16.0
    assert warm[1, [3, 12]].tolist() == [29.0, 26.0]


def test_power_is_shared_by_floor(two_room_building, weather):
    study = set_values(Study(), ["operation.heating_power_w=1000", "operation.heating_season_c=40"])
    spaces = (replace(two_room_building.spaces[0], floor_area_m2=30.0), two_room_building.spaces[1])
    held = make_set_points(spaces, np.ones((2, 8760)), study, weather, np.array([True, True]))
    assert held.heating_limit_w.tolist() == [600.0, 400.0]
    assert np.isinf(held.cooling_limit_w).all()


@pytest.mark.parametrize(
    ("code", "assignments"),
    [
        ("energy.set_points_cross", ["operation.heating_setpoint_c=26", "operation.cooling_setpoint_c=24"]),
        ("energy.setback_above", ["operation.heating_setback_c=22"]),
        ("energy.setback_below", ["operation.cooling_setback_c=24"]),
    ],
)
def test_set_points_that_fight_are_refused(two_room_building, weather, code, assignments):
    with pytest.raises(UserError) as caught:
        make_set_points(
            two_room_building.spaces,
            np.ones((2, 8760)),
            set_values(Study(), assignments),
            weather,
            np.array([True] * 2),
        )
    assert caught.value.issues[0].code == code
    assert sentence(caught.value.issues[0]).endswith(".")


def test_set_back_saves_and_a_small_plant_leaves_rooms_cold(two_room_building, weather):
    def solve(*assignments):
        study = set_values(Study(), list(assignments))
        return compute_hourly(
            two_room_building, study, compute_inventory(two_room_building, study, load_store()), weather
        )

    free, night, small = solve(), solve("operation.heating_setback_c=16"), solve("operation.heating_power_w=1000")
    assert night.q_heat_w.sum() < free.q_heat_w.sum()
    assert small.q_heat_w.sum(axis=0).max() <= 1000.0 + 1e-6
    assert small.unmet_h > free.unmet_h


def test_average_daylight_factor_by_hand(two_room_building):
    room, windows = two_room_building.spaces[0], two_room_building.openings[:1]
    # 4 x 5 x 3 m: inner surfaces 40 + 54 = 94 m2, mean R = (20 x 0.9 + 54 x 0.5) / 94 = 0.4787; 3 m2 x 0.75 of glass
    expected = 0.7 * 2.25 * 90 / (94 * (1 - 0.47872**2)) / 100
    assert average_daylight_factor(room, windows, Study()) == pytest.approx(expected, rel=1e-4)
    assert average_daylight_factor(room, (), Study()) == 0.0
    flat = (replace(windows[0], tilt_deg=0.0),)
    assert average_daylight_factor(room, flat, Study()) == pytest.approx(2 * expected, rel=1e-4)


def test_daylight_spares_lamps_by_day_only(two_room_building, weather):
    uses = [room_use(space) for space in two_room_building.spaces]
    share = lamp_share(two_room_building.spaces, uses, two_room_building.openings, Study(), weather)
    assert (share[:, weather.dhi_w_m2 == 0.0] == 1.0).all()
    assert 0.1 <= share.min() < 0.3
    brighter = lamp_share(
        two_room_building.spaces,
        uses,
        two_room_building.openings,
        set_values(Study(), ["operation.lighting_target_lux=50"]),
        weather,
    )
    assert (brighter <= share).all()
    assert (lamp_share(two_room_building.spaces, uses, (), Study(), weather) == 1.0).all()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("AC11-Institute-Var-2.ifc", 1.0),
        ("AC20-FZK-Haus.ifc", 1.0),
        ("Duplex_A_20110907_georeferenced.ifc", 0.95),
        ("ExampleHOM.ifc", 1.0),
        ("PCERT_Building-Architecture.ifc", 1.0),
        ("Renga-House-bad-units.ifc", 1.0),
    ],
)
def test_rooms_of_public_models_are_recognised(shared_dir, file, least):
    spaces = read_model([shared_dir / "data" / "models" / file]).building.spaces
    known = [space for space in spaces if room_use(space) != UNKNOWN]
    assert len(known) / len(spaces) >= least, {s.long_name or s.name for s in spaces} - {s.long_name for s in known}
