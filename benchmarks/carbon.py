"""Carbon on a large inventory: from scratch, after one changed mapping, Monte Carlo; beside lcax and bw2calc.

    python benchmarks/carbon.py [LINES]

The inventory is made from a seed: LINES lines (10,000 where not given) of 150 records. The others are run on the same
lines where they are installed; a word says where they are not.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bldgassess.carbon.assess import compute_carbon, make_ledger
from bldgassess.carbon.profiles import profile_rules
from bldgassess.energy.result import EnergyResult
from bldgassess.inventory.ledger import Inventory, InventoryLine
from bldgassess.model import Building, Element, Site, Space, Storey
from bldgassess.study import Study
from bldgassess.uncertainty.model import UncertaintyModel, make_model
from bldgassess.uncertainty.paired import compare_paired
from materials_db.factors import load_factors

RECORDS, SAMPLES, SEED = 150, 10_000, 1
#: Ceilings [s]: an edit, and 10,000 paired samples of two variants of 2,000 lines.
EDIT_CEILING_S, PAIRED_CEILING_S = 0.05, 0.5
PARTS = ("external_wall", "internal_wall", "floor_slab", "roof", "window", "door", "column", "covering")
LIVES_A = {"internal_wall": 30.0, "window": 30.0, "door": 30.0, "covering": 10.0}
REGION = "CN-HI"


def make_building() -> Building:
    """Make a building of 5,000 m2 whose elements do not matter here."""
    space = Space("s", "s", "s", "st-0", 5000.0, "mesh", 15000.0, 3.0, 0.0)
    return Building(
        name="Benchmark",
        schema="IFC4",
        authoring_tool="",
        digests=("0" * 64,),
        site=Site(latitude_deg=18.6, longitude_deg=109.7, elevation_m=0.0, true_north_deg=0.0),
        storeys=tuple(Storey(f"st-{k}", f"Level {k}", 3.0 * k) for k in range(8)),
        elements=(_element(),),
        spaces=(space,),
        surfaces=(),
        openings=(),
        envelope_source="rays",
        gia_m2=5000.0,
        gia_rule="set",
        useful_m2=4500.0,
        heated_volume_m3=15000.0,
    )


def _element() -> Element:
    return Element(
        guid="e",
        ifc_class="IfcWall",
        name="e",
        type_name="",
        part="external_wall",
        storey_guid="st-0",
        is_external=True,
        volume_m3=1.0,
        volume_origin="mesh",
        mesh_closed=True,
        side_area_m2=1.0,
        footprint_area_m2=1.0,
        height_m=3.0,
        bbox_m=(0.0, 0.0, 0.0, 1.0, 1.0, 3.0),
    )


def make_energy() -> EnergyResult:
    """Make a year of electricity and gas."""
    return EnergyResult(
        engine="benchmark",
        need_kwh={},
        final_kwh={"electricity": 300_000.0, "natural_gas": 50_000.0},
        final_by_use_kwh={},
        monthly_final_kwh={},
        monthly_need_kwh={},
        pv_kwh=40_000.0,
        self_used_kwh=30_000.0,
        grid_kwh=270_000.0,
        unmet_h=0.0,
        peak_heating_w=100_000.0,
        peak_cooling_w=250_000.0,
    )


def make_inventory(count: int, seed: int) -> Inventory:
    """Make an inventory of ``count`` lines from a seed."""
    rng = random.Random(seed)
    records = [record for record in load_factors().values() if record.mass_kg][:RECORDS]
    lines = []
    for index in range(count):
        record, quantity, part = rng.choice(records), rng.lognormvariate(1.0, 1.0), rng.choice(PARTS)
        lines.append(
            InventoryLine(
                id=f"g{index:06d}/0",
                guid=f"g{index:06d}",
                ifc_class="IfcWall",
                element_name=f"Element {index}",
                part=part,
                storey_guid=f"st-{rng.randrange(8)}",
                layer_index=0,
                material=record.name_en,
                record=record,
                match_score=1.0,
                match_method="glossary",
                match_decision="match",
                fallback="",
                quantity=quantity,
                unit=record.declared_unit,
                quantity_origin="mesh volume",
                volume_m3=0.0,
                mass_kg=quantity * (record.mass_kg or 0.0),
                density_kg_m3=0.0,
                density_source="",
                service_life_a=LIVES_A.get(part),
                service_life_source="table",
                waste_fraction=0.05 * (len(record.category) % 3),  # by category, as the waste table is
                waste_source="table",
            )
        )
    mass = sum(line.mass_kg for line in lines)
    return Inventory(tuple(lines), {}, mass, 1.0)


def with_other_mapping(inventory: Inventory) -> Inventory:
    """Give all lines of one material another record, as an edit in the window does."""
    name = inventory.lines[0].material
    other = next(line.record for line in inventory.lines if line.material != name)
    lines = tuple(
        dataclasses.replace(line, record=other) if line.material == name else line for line in inventory.lines
    )
    return dataclasses.replace(inventory, lines=lines)


def median_s(run: Callable[[], object], times: int = 7) -> float:
    """Return the median processor time of a call after one to warm up [s].

    Nothing of ours uses threads here, so that is the time on the clock of a machine that does nothing else.
    """
    run()
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return statistics.median(found)


def collapsed(inventory: Inventory, building: Building, energy: EnergyResult) -> UncertaintyModel:
    """Collapse an inventory to its uncertain cells."""
    ledger, _ = make_ledger(inventory, energy, building, Study(), REGION)
    return make_model(ledger, ledger.account(profile_rules("EN15978", Study(), own=True)))


def say(what: str, seconds: float, ceiling: float | None = None) -> None:
    """Print one row."""
    verdict = (
        "" if ceiling is None else f"  ceiling {1e3 * ceiling:.0f} ms: {'kept' if seconds <= ceiling else 'BROKEN'}"
    )
    print(f"  {what:58s} {1e3 * seconds:9.1f} ms{verdict}")


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    building, energy, study = make_building(), make_energy(), Study()
    inventory = make_inventory(count, SEED)
    edited = with_other_mapping(inventory)
    print(f"{count} lines, {RECORDS} records")

    def edit() -> object:
        return compute_carbon(edited, energy, building, study, REGION, all_profiles=False)

    edit_s = median_s(edit)
    say("one changed mapping, own profile", edit_s, EDIT_CEILING_S if count <= 10_000 else None)
    say(
        "one changed mapping, seven profiles and the bridge",
        median_s(lambda: compute_carbon(edited, energy, building, study, REGION)),
    )
    say(
        "all ledger rows as objects",
        median_s(lambda: list(compute_carbon(edited, energy, building, study, REGION, all_profiles=False).rows)),
    )

    small = make_inventory(2000, SEED)
    fewer = dataclasses.replace(small, lines=tuple(_smaller(line) for line in small.lines))
    base, other = collapsed(small, building, energy), collapsed(fewer, building, energy)
    say(f"collapse 2,000 lines to {len(base.cells)} cells", median_s(lambda: collapsed(small, building, energy)))
    paired = median_s(lambda: compare_paired(base, other, samples=SAMPLES, seed=SEED))
    say(f"{SAMPLES:,} paired samples of two variants of 2,000 lines", paired, PAIRED_CEILING_S)
    verdict = compare_paired(base, other, samples=SAMPLES, seed=SEED)
    print(f"    P(B < A) {verdict.probability_lower:.3f}, median {verdict.median_difference:.2f} kgCO2e/m2")
    beside_lcax(inventory, edit_s)
    beside_bw2calc(small, paired)


def _smaller(line: InventoryLine) -> InventoryLine:
    if line.part != "roof":
        return line
    return dataclasses.replace(line, quantity=0.8 * line.quantity, mass_kg=0.8 * line.mass_kg)


def beside_lcax(inventory: Inventory, ours_s: float) -> None:
    """Run lcax on the same lines (A1-A3, C3, C4, D; it counts no replacement)."""
    try:
        import lcax
    except ImportError:
        print("  lcax is not installed: no figure beside ours")
        return
    try:
        project = _lcax_project(inventory)
        theirs = median_s(lambda: lcax.calculate_project(project), 3)
    except Exception as error:
        print(f"  lcax {getattr(lcax, '__version__', '?')} could not run these lines: {type(error).__name__}: {error}")
        return
    say("lcax, the same lines", theirs)
    print(f"    ours / lcax: {ours_s / theirs:.2f}")


def _lcax_project(inventory: Inventory) -> Any:
    """Return the lines as an LCAx project: one assembly a line, its record as an EPD."""
    import datetime

    import lcax

    unit = {"m3": lcax.Unit.M3, "m2": lcax.Unit.M2, "m": lcax.Unit.M, "kg": lcax.Unit.KG, "t": lcax.Unit.TONES}
    stages = lcax.LifeCycleModule
    modules = {"A1-A3": stages.A1A3, "C3": stages.C3, "C4": stages.C4, "D": stages.D}
    assemblies = []
    for line in inventory.lines:
        record = line.record
        if record is None:
            continue
        gwp = {modules[name]: value for name, value in record.gwp_kgco2e.items() if name in modules}
        declared = unit.get(record.declared_unit, lcax.Unit.PCS)
        epd = lcax.EPD(
            name=record.id,
            declared_unit=declared,
            version="1",
            published_date=datetime.date(2024, 1, 1),
            valid_until=datetime.date(2029, 1, 1),
            standard=lcax.Standard.EN15804A1,
            location=lcax.Country.DNK,
            subtype=lcax.SubType.GENERIC,
            impacts=lcax.Impacts.from_dict({lcax.ImpactCategoryKey.GWP: lcax.ImpactCategory.from_dict(gwp)}),
            id=record.id,
        )
        product = lcax.Product(
            name=line.element_name,
            reference_service_life=int(line.service_life_a or 120),
            impact_data=[epd],
            quantity=line.quantity,
            unit=declared,
            id=line.id,
        )
        assemblies.append(lcax.Assembly(name=line.id, quantity=1.0, unit=lcax.Unit.PCS, products=[product], id=line.id))
    return lcax.Project(
        name="benchmark",
        location=lcax.Location(country=lcax.Country.DNK),
        project_phase=lcax.ProjectPhase.TECHNICAL_DESIGN,
        software_info=lcax.SoftwareInfo(lca_software="bldgassess"),
        life_cycle_modules=[stages.A1A3, stages.C3, stages.C4, stages.D],
        impact_categories=[lcax.ImpactCategoryKey.GWP],
        assemblies=assemblies,
        reference_study_period=50,
    )


def beside_bw2calc(inventory: Inventory, ours_s: float, samples: int = 200) -> None:
    """Run bw2calc's Monte Carlo on the same factors: one activity that takes each record, lognormal emissions."""
    try:
        import bw2calc
        import bw_processing
    except ImportError:
        print("  bw2calc is not installed: no figure beside ours")
        return
    try:
        lca = _bw2calc_lca(bw2calc, bw_processing, inventory)
        next(lca)
        start = time.process_time()
        for _ in range(samples):
            next(lca)
        theirs = (time.process_time() - start) / samples * SAMPLES * 2
    except Exception as error:
        print(f"  bw2calc could not run these lines: {type(error).__name__}: {error}")
        return
    say(f"bw2calc, two variants, {SAMPLES:,} samples (from {samples})", theirs)
    print(f"    ours / bw2calc: {ours_s / theirs:.4f}")


def _bw2calc_lca(bw2calc: Any, bw_processing: Any, inventory: Inventory) -> Any:
    """Return an LCA of one building that takes each line's record; records emit carbon dioxide with sigma 0.1."""
    import numpy as np

    amounts: dict[str, float] = {}
    factors: dict[str, float] = {}
    for line in inventory.lines:
        if line.record is not None:
            amounts[line.record.id] = amounts.get(line.record.id, 0.0) + line.quantity
            factors[line.record.id] = line.record.gwp_kgco2e["A1-A3"]
    names = sorted(amounts)
    building, gas = 1, 2
    products = np.arange(10, 10 + len(names))
    package = bw_processing.create_datapackage()
    squares = np.concatenate(([building], products))
    indices = np.array([(k, k) for k in squares] + [(k, building) for k in products], dtype=bw_processing.INDICES_DTYPE)
    data = np.array([1.0] * len(squares) + [amounts[name] for name in names])
    flips = np.array([False] * len(squares) + [True] * len(names))
    package.add_persistent_vector(
        matrix="technosphere_matrix", indices_array=indices, data_array=data, flip_array=flips
    )
    bio = np.array([(gas, k) for k in products], dtype=bw_processing.INDICES_DTYPE)
    values = np.array([factors[name] for name in names])
    spread = np.zeros(len(names), dtype=bw_processing.UNCERTAINTY_DTYPE)
    spread["uncertainty_type"], spread["scale"], spread["negative"] = 2, 0.1, values < 0
    for name in ("minimum", "maximum", "shape"):
        spread[name] = np.nan
    spread["loc"] = np.log(np.maximum(np.abs(values), 1e-12))
    package.add_persistent_vector(
        matrix="biosphere_matrix", indices_array=bio, data_array=values, distributions_array=spread
    )
    package.add_persistent_vector(
        matrix="characterization_matrix",
        indices_array=np.array([(gas, gas)], dtype=bw_processing.INDICES_DTYPE),
        data_array=np.array([1.0]),
    )
    lca = bw2calc.LCA(demand={building: 1.0}, data_objs=[package], use_distributions=True)
    lca.lci()
    lca.lcia()
    return lca


if __name__ == "__main__":
    main()
