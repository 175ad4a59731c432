"""The border: worked vectors, lookups by code, exposure of an inventory, product certificates."""

import copy
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bldgassess.border import rules
from bldgassess.border.certificate import NOT_RECOGNISED, certificate_fields, check_certificate, make_certificate
from bldgassess.border.cost import border_cost
from bldgassess.border.exposure import Actual, Terms, compute_exposure, read_actuals, sensitivity
from bldgassess.credential.proof import verify
from bldgassess.errors import UserError
from materials_db.products import load_products

CASES = json.loads(Path(__file__).with_name("golden_cbam.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_vectors(case):
    given, expected = case["inputs"], case["expected"]
    cost = border_cost(
        given["mass_t"],
        given["see"],
        markup_pct=given["markup_pct"],
        benchmark=given["benchmark"],
        cbam_factor=given["cbam_factor"],
        cscf=given["cscf"],
        price_eur=given["price"],
        paid_eur=given["carbon_price_paid_eur"],
    )
    assert cost.see == pytest.approx(expected["see"])
    assert cost.sefa == pytest.approx(expected["sefa"])
    assert cost.certificates_t == pytest.approx(expected["certificates_t"], abs=5e-4)
    assert cost.gross_eur == pytest.approx(expected["gross_eur"], abs=0.005)
    assert cost.net_eur == pytest.approx(expected["net_eur"], abs=0.005)


def test_lookups_take_the_longest_code_and_the_range_of_headings():
    assert rules.default_value("7214 20 00", "CN", 2026).value == 3.169
    assert rules.benchmark("7214 20 00", "BF-BOF", 2026).value == 1.364
    assert rules.benchmark("7214 20 00", "scrap-EAF", 2026).value == 0.066
    assert rules.benchmark("7216", "BF-BOF", 2026).cn_code == "7213-7216"
    assert rules.benchmark("7610 10 00", "BF-BOF", 2026) is None
    assert rules.figure("markup_pct", 2030, "cement").value == 30.0
    assert rules.figure("cbam_factor", 2026).quality == "B"
    assert rules.figure("cbam_factor", 2027).quality == "D"
    for code in ("2523 29 00", "7308", "7610 10 00"):
        assert rules.default_value(code, "CN", 2026).value > 0.0
    with pytest.raises(UserError):
        rules.default_value("4407", "CN", 2026)
    with pytest.raises(UserError):
        rules.figure("cbam_factor", 2050)


def test_every_good_names_a_product_of_ours_and_has_a_default():
    for good in rules.goods().values():
        assert good.product in load_products()
        assert 0.0 < good.mass_fraction <= 1.0
        assert rules.default_value(good.cn_code, "CN", 2026).sector in {"cement", "iron_steel", "aluminium"}
        assert good.source


def test_exposure_of_the_sample_is_the_sum_of_its_lines(sample_assessments):
    lines = sample_assessments["base"].inventory.lines
    found = compute_exposure(lines, Terms())
    by_id = {line.id: line for line in lines}
    assert found.lines
    for item in found.lines:
        mass = math.fsum(by_id[key].mass_kg for key in item.line_ids) / 1000.0
        assert 0.0 < item.mass_t <= mass + 1e-12
        free = rules.benchmark(item.cn_code, "BF-BOF", 2026)
        assert item.benchmark_known == (free is not None)
        expected = max(0.0, item.see * 1.1 - 0.975 * (free.value if free else 0.0)) * item.mass_t
        assert item.cost.certificates_t == pytest.approx(expected)
    assert found.net_eur == pytest.approx(found.certificates_t * 75.36)
    assert found.actual_pct == 0.0
    inside = math.fsum(item.mass_t for item in found.lines)
    assert found.outside_kg == pytest.approx(math.fsum(line.mass_kg for line in lines) - 1000.0 * inside)
    assert {row.id for row in found.assumptions} == {"border.cscf", "border.route", "border.price_eur"}
    assert compute_exposure(lines[::-1], Terms()).net_eur == pytest.approx(found.net_eur, rel=1e-12)


def test_verified_emissions_take_the_place_of_defaults(sample_assessments):
    lines = sample_assessments["base"].inventory.lines
    code = compute_exposure(lines, Terms()).lines[0].cn_code
    low = Actual(code, 0.1, "scrap-EAF", 0.0, "report 7")
    before, after = compute_exposure(lines, Terms()), compute_exposure(lines, Terms(), {code: low})
    assert after.net_eur < before.net_eur
    assert after.actual_pct > 0.0
    assert after.lines[0].basis == "actual"
    paid = compute_exposure(lines, Terms(), {code: replace(low, see=9.0, paid_eur_t=1e9)})
    assert paid.lines[0].cost.net_eur == 0.0


def test_cost_rises_as_free_allocation_falls(sample_assessments):
    cases = sensitivity(sample_assessments["base"].inventory.lines, Terms())
    years = [cases[str(year)] for year in range(2027, 2035)]
    assert years == sorted(years)
    assert cases["price -25 %"] < cases["price +25 %"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"cn_code,see_t_t,route,paid_eur_t,evidence\n7214 20 00,nan,BF-BOF,0,r\n",
        b"cn_code,see_t_t,route,paid_eur_t,evidence\n7214 20 00,2,BF-BOF,0,\n",
        b"cn_code,see_t_t,route,paid_eur_t,evidence\n7214 20 00,2,BF-BOF,-1,r\n",
        b"cn_code,see_t_t,route,paid_eur_t,evidence\n7208,2,BF-BOF,0,r\n7208,2,BF-BOF,0,r\n",
    ],
)
def test_bad_tables_of_verified_emissions_are_refused(content):
    with pytest.raises(UserError):
        read_actuals(content, "x.csv")


def test_bad_figures_are_refused():
    with pytest.raises(UserError):
        border_cost(-1.0, 1.0, markup_pct=0, benchmark=0, cbam_factor=0, cscf=1, price_eur=1)


VALUES = {
    "certificate_id": "PC-1",
    "producer": {"name": "Steel works"},
    "installation": {"name": "Works 1", "coordinates": [18.6, 109.7]},
    "product": {"name": "Rebar", "cn_code": "7214 20 00", "declared_unit": "1 t"},
    "period": {"from": "2025-01-01", "to": "2025-12-31"},
    "production_route": "BF-BOF",
    "pcf_total": 2100.0,
    "pcf_fossil": 2095.0,
    "pcf_biogenic_emissions": 12.0,
    "pcf_biogenic_removals": 8.0,
    "pcf_luluc": 1.0,
    "system_boundary": "cradle-to-gate A1-A3",
    "pcr": "PCR 1.0",
    "gwp_set": "AR6",
    "cutoff_pct": 1,
    "allocation": "mass",
    "electricity_factor": {"value": 0.5, "kind": "grid average"},
    "primary_data_share": 80,
    "data_quality": {"score": 2},
    "verification": {"verifier": "Body", "standard": "ISO 14064-3"},
    "valid_from": "2026-01-01",
    "valid_until": "2028-12-31",
    "evidence": [{"name": "report.pdf", "sha256": "0" * 64}],
    "status": "active",
}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_a_certificate_is_signed_and_says_what_it_is_not():
    made = make_certificate(VALUES, "c.yaml", KEY, issuer="Certifier", created="2026-11-25T00:00:00Z")
    assert verify(made) == ()
    assert made["credentialSubject"]["notice"] == NOT_RECOGNISED
    assert made["credentialSubject"]["pcf_total"] == "2100.0"
    changed = copy.deepcopy(made)
    changed["credentialSubject"]["pcf_total"] = "1.0"
    assert verify(changed) != ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pcf_total", 3000.0),
        ("pcf_total", "much"),
        ("pcf_biogenic_removals", -8.0),
        ("product", {"cn_code": "7214"}),
        ("valid_until", "2025-01-01"),
        ("valid_until", "soon"),
        ("primary_data_share", 180),
        ("evidence", [{"name": "report.pdf", "sha256": "x"}]),
        ("status", "fine"),
        ("producer", None),
        ("colour", "red"),
    ],
)
def test_certificates_that_contradict_themselves_are_refused(key, value):
    with pytest.raises(UserError) as error:
        check_certificate({**VALUES, key: value}, "c.yaml")
    assert all(issue.code == "border.bad_certificate" for issue in error.value.issues)


def test_fields_name_what_they_satisfy():
    fields = {field.name: field for field in certificate_fields()}
    assert len(fields) == 31  # issuer and proof are the credential's own
    assert fields["pcf_total"].iso_14067
    assert fields["see_direct"].cbam
    assert all(field.quality in {"D", "S"} for field in fields.values())
