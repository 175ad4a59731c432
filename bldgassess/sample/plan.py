"""The sample house on paper: rooms, walls, openings and layers of both variants, in metres. Our own design."""

from __future__ import annotations

from dataclasses import dataclass, field

LENGTH_M, WIDTH_M, STOREY_M = 10.8, 8.4, 3.2
STOREYS = ("Ground floor 首层", "Upper floor 二层")
LATITUDE_DEG, LONGITUDE_DEG, ELEVATION_M = 18.6396, 109.7025, 72.0  # Baoting, Hainan
INNER_WALL_M = 0.14

Layers = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """A window or door in a wall: distance of its near edge from the wall's start, sill, width, height [m]."""

    name: str
    wall: str
    offset_m: float
    sill_m: float
    width_m: float
    height_m: float
    is_door: bool = False
    external: bool = True


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room: inner rectangle in plan; ``None`` stands for the inner face of the external wall."""

    name: str
    long_name: str
    storey: int
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None


@dataclass(frozen=True, slots=True)
class InnerWallPlan:
    """A straight internal wall with its rectangle in plan; ``None`` stands for the inner face of the external wall."""

    name: str
    storey: int
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs between the two houses. Layers of walls run from outside in, of slabs from below up."""

    key: str
    title: str
    wall: Layers
    inner_wall: Layers
    ground: Layers
    floor: Layers
    roof: Layers
    window_material: str
    window_u_w_m2k: float
    window_scale: dict[str, float] = field(default_factory=dict)
    overhang_m: float = 0.0
    overhang_material: str = ""


_W = INNER_WALL_M
ROOMS: tuple[RoomPlan, ...] = (
    RoomPlan("0.1", "Living and dining room 客厅", 0, None, None, 6.2, None),
    RoomPlan("0.2", "Kitchen 厨房", 0, 6.2 + _W, None, None, 3.4),
    RoomPlan("0.3", "Bathroom 卫生间", 0, 6.2 + _W, 3.4 + _W, None, 5.4),
    RoomPlan("0.4", "Entrance and stair 门厅", 0, 6.2 + _W, 5.4 + _W, None, None),
    RoomPlan("1.1", "Bedroom parents 主卧室", 1, None, None, 5.2, 4.1),
    RoomPlan("1.2", "Bedroom children 儿童卧室", 1, 5.2 + _W, None, None, 4.1),
    RoomPlan("1.3", "Corridor 走廊", 1, None, 4.1 + _W, None, 5.4),
    RoomPlan("1.4", "Bedroom grandparents 老人卧室", 1, None, 5.4 + _W, 5.2, None),
    RoomPlan("1.5", "Bathroom 卫生间", 1, 5.2 + _W, 5.4 + _W, 7.6, None),
    RoomPlan("1.6", "Stair 楼梯间", 1, 7.6 + _W, 5.4 + _W, None, None),
)

INNER_WALLS: tuple[InnerWallPlan, ...] = (
    InnerWallPlan("IW0-A", 0, 6.2, None, 6.2 + _W, None),
    InnerWallPlan("IW0-B", 0, 6.2 + _W, 3.4, None, 3.4 + _W),
    InnerWallPlan("IW0-C", 0, 6.2 + _W, 5.4, None, 5.4 + _W),
    InnerWallPlan("IW1-A", 1, None, 4.1, None, 4.1 + _W),
    InnerWallPlan("IW1-B", 1, 5.2, None, 5.2 + _W, 4.1),
    InnerWallPlan("IW1-C", 1, None, 5.4, None, 5.4 + _W),
    InnerWallPlan("IW1-D", 1, 5.2, 5.4 + _W, 5.2 + _W, None),
    InnerWallPlan("IW1-E", 1, 7.6, 5.4 + _W, 7.6 + _W, None),
)

# External walls start at their left end seen from outside-in: S runs +x, E +y, N -x, W -y.
OPENINGS: tuple[OpeningPlan, ...] = (
    OpeningPlan("WIN-0S1", "S0", 1.0, 0.4, 2.4, 2.1),
    OpeningPlan("WIN-0S2", "S0", 4.0, 0.4, 1.8, 2.1),
    OpeningPlan("WIN-0S3", "S0", 7.6, 1.0, 1.8, 1.4),
    OpeningPlan("WIN-0E1", "E0", 4.1, 1.6, 0.6, 0.9),
    OpeningPlan("DOOR-0N1", "N0", 1.0, 0.0, 1.1, 2.2, is_door=True),
    OpeningPlan("WIN-0N2", "N0", 6.4, 0.9, 2.4, 1.6),
    OpeningPlan("WIN-0W1", "W0", 3.2, 0.9, 1.8, 1.6),
    OpeningPlan("WIN-1S1", "S1", 1.4, 0.9, 2.4, 1.6),
    OpeningPlan("WIN-1S2", "S1", 6.8, 0.9, 2.4, 1.6),
    OpeningPlan("WIN-1E1", "E1", 1.6, 0.9, 1.2, 1.6),
    OpeningPlan("WIN-1N1", "N1", 0.8, 1.0, 1.2, 1.4),
    OpeningPlan("WIN-1N2", "N1", 4.0, 1.6, 0.6, 0.9),
    OpeningPlan("WIN-1N3", "N1", 7.0, 0.9, 2.1, 1.6),
    OpeningPlan("WIN-1W1", "W1", 5.4, 0.9, 1.5, 1.6),
    OpeningPlan("DOOR-IW0-A", "IW0-A", 6.4, 0.0, 0.9, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW0-A2", "IW0-A", 1.4, 0.0, 0.9, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW0-A3", "IW0-A", 3.6, 0.0, 0.8, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW1-A", "IW1-A", 3.6, 0.0, 0.9, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW1-A2", "IW1-A", 6.0, 0.0, 0.9, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW1-C", "IW1-C", 3.6, 0.0, 0.9, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW1-C2", "IW1-C", 5.6, 0.0, 0.8, 2.1, is_door=True, external=False),
    OpeningPlan("DOOR-IW1-C3", "IW1-C", 8.6, 0.0, 1.2, 2.1, is_door=True, external=False),
)

BASE = Variant(
    key="base",
    title="Hainan house, as usually built 海南农村住宅（常规）",
    wall=(("Cement mortar 水泥砂浆", 0.02), ("Concrete brick 混凝土砖", 0.20), ("Cement mortar 水泥砂浆", 0.02)),
    inner_wall=(("Cement mortar 水泥砂浆", 0.01), ("Concrete brick 混凝土砖", 0.12), ("Cement mortar 水泥砂浆", 0.01)),
    ground=(("C30 concrete C30混凝土", 0.15), ("Cement mortar 水泥砂浆", 0.03), ("Ceramic tile 瓷砖", 0.01)),
    floor=(("C30 concrete C30混凝土", 0.15), ("Cement mortar 水泥砂浆", 0.03), ("Ceramic tile 瓷砖", 0.01)),
    roof=(
        ("C30 concrete C30混凝土", 0.15),
        ("Cement mortar 水泥砂浆", 0.02),
        ("EPS board 聚苯乙烯泡沫板", 0.03),
        ("Bitumen roofing felt 沥青防水卷材", 0.004),
    ),
    window_material="Aluminium window, single glazing 普通铝合金窗",
    window_u_w_m2k=5.7,
)

BETTER = Variant(
    key="better",
    title="Hainan house, low carbon and healthy 海南农村住宅（低碳健康）",
    wall=(
        ("Cement mortar 水泥砂浆", 0.015),
        ("Rock wool board 岩棉板", 0.05),
        ("Shale hollow brick 页岩空心砖", 0.19),
        ("Gypsum plaster 石膏抹灰", 0.015),
    ),
    inner_wall=(
        ("Gypsum plasterboard 石膏板", 0.025),
        ("Mineral wool 岩棉", 0.09),
        ("Gypsum plasterboard 石膏板", 0.025),
    ),
    ground=(
        ("C30 concrete C30混凝土", 0.12),
        ("EPS board 聚苯乙烯泡沫板", 0.03),
        ("Cement mortar 水泥砂浆", 0.03),
        ("Ceramic tile 瓷砖", 0.01),
    ),
    floor=(
        ("Cross-laminated timber CLT 交叉层压木材", 0.14),
        ("Mineral wool 岩棉", 0.03),
        ("Timber flooring 木地板", 0.02),
    ),
    roof=(
        ("Cross-laminated timber CLT 交叉层压木材", 0.14),
        ("Mineral wool 岩棉", 0.12),
        ("Bitumen roofing felt 沥青防水卷材", 0.004),
    ),
    window_material="Aluminium-clad wood window, low-e double glazing 铝木复合窗",
    window_u_w_m2k=1.8,
    window_scale={"W": 0.7, "E": 0.9},
    overhang_m=0.9,
    overhang_material="Cross-laminated timber CLT 交叉层压木材",
)

VARIANTS: tuple[Variant, ...] = (BASE, BETTER)
