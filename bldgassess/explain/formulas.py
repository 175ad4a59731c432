"""The formulas behind the figures: id, clause, the formula in words and symbols, its terms with units."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.explain.air_formulas import AIR_AND_SOUND
from bldgassess.explain.light_formulas import LIGHT
from bldgassess.explain.people_formulas import THERMAL_AND_PEOPLE


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula. ``latex`` for documents, ``text`` for a terminal, ``terms``: symbol -> meaning with unit."""

    id: str
    name: str
    clause: str
    text: str
    latex: str
    terms: dict[str, str]


_EN = "EN 15978:2011"
_FORMULAS: tuple[Formula, ...] = (
    Formula(
        "a1a3",
        "Product stage A1-A3",
        f"{_EN} 7.4.2",
        "A1-A3 = sum of q_i x F_i",
        r"A_{13}=\sum_i q_i F_{i,A13}",
        {"q_i": "quantity in the record's declared unit", "F_i": "factor A1-A3 [kgCO2e per declared unit]"},
    ),
    Formula(
        "a4",
        "Transport to site A4",
        f"{_EN} 7.4.3.2",
        "A4 = sum of m_i x (sum over legs of d x T) x (1 + empty way back)",
        r"A_4=\sum_i m_i\,d_i\,T",
        {"m_i": "mass [t]", "d_i": "distance [km]", "T": "vehicle factor [kgCO2e/(t km)]"},
    ),
    Formula(
        "a5",
        "Construction A5",
        f"{_EN} 7.4.3.3",
        "A5 = sum of w_i q_i (F_A1-A3 + F_A4 + F_C2 + F_C3 + F_C4) + A_GIA x f_site",
        r"A_5=\sum_i w_i q_i(F_{A13}+F_{A4}+F_{C2}+F_{C34})+A_{GIA}f_{site}",
        {"w_i": "wasted share [-]", "A_GIA": "gross internal area [m2]", "f_site": "site work [kgCO2e/m2]"},
    ),
    Formula("a0", "Before construction A0", "EN 15978-1:2026", "A0 = figure set in the study", r"A_0", {}),
    Formula(
        "b1",
        "Refrigerants B1",
        f"{_EN} 7.4.4.2",
        "B1 = charge x GWP x (yearly share x RSP + share at end of life x RSP / life of the machines)",
        r"B_1=m\,GWP\,(l\,RSP+e\,RSP/y_e)",
        {"charge": "refrigerant in all machines [kg]", "GWP": "potential over 100 years [kgCO2e/kg]"},
    ),
    Formula(
        "b2",
        "Maintenance B2",
        "London Plan guidance, March 2022",
        "B2 = max(10 kgCO2e/m2 x GIA, 1 % of A1-A5)",
        r"B_2=\max(f\,A_{GIA},s\,A_{15})",
        {"GIA": "gross internal area [m2]"},
    ),
    Formula("b3", "Repair B3", f"{_EN} 7.4.4.4", "B3 = share x B2", r"B_3=r\,B_2", {}),
    Formula(
        "b4",
        "Replacement B4",
        f"{_EN} 9.3.3",
        "B4 = sum of N_i x (product, transport, installation and removal of part i), N = ceil(RSP / RSL) - 1",
        r"B_4=\sum_i(\lceil RSP/RSL_i\rceil-1)\,E_i",
        {"RSP": "study period [a]", "RSL_i": "service life [a]"},
    ),
    Formula("b5", "Refurbishment B5", f"{_EN} 7.4.4.6", "B5 = sum of planned works", r"B_5=\sum_j E_j", {}),
    Formula(
        "b6",
        "Operational energy B6",
        f"{_EN} 7.4.4.7",
        "B6 = sum over years and carriers of E_c x EF_c(year)",
        r"B_6=\sum_y\sum_c E_c\,EF_c(y)",
        {"E_c": "final energy bought [kWh/a]", "EF_c": "emission factor [kgCO2e/kWh]"},
    ),
    Formula(
        "b7",
        "Water B7",
        f"{_EN} 7.4.4.8",
        "B7 = people x litres a day x 365 x RSP x (supply + treatment factor)",
        r"B_7=P\,w\,365\,RSP\,(f_s+f_t)",
        {"f_s, f_t": "supply and treatment [kgCO2e/m3]"},
    ),
    Formula("b8", "User activities B8", "EN 15978-1:2026", "B8 = people x figure x RSP", r"B_8=P\,f\,RSP", {}),
    Formula(
        "c1",
        "Deconstruction C1",
        f"{_EN} 7.4.5.2",
        "C1 = share x site work of A5",
        r"C_1=s\,A_{GIA}f_{site}",
        {"s": "demolition share [-]", "f_site": "site work [kgCO2e/m2]"},
    ),
    Formula(
        "c2",
        "Transport of waste C2",
        f"{_EN} 7.4.5.3",
        "C2 = sum of m_i x d x T",
        r"C_2=\sum_i m_i\,d\,T",
        {"m_i": "mass [t]", "d": "distance to treatment [km]", "T": "vehicle factor [kgCO2e/(t km)]"},
    ),
    Formula(
        "c3",
        "Waste processing C3",
        f"{_EN} 7.4.5.4",
        "C3 = sum of q_i x F_C3",
        r"C_3=\sum_i q_i F_{i,C3}",
        {"F_C3": "factor of the record, or the median of its category (proxy)"},
    ),
    Formula(
        "c4",
        "Disposal C4",
        f"{_EN} 7.4.5.5",
        "C4 = sum of q_i x F_C4",
        r"C_4=\sum_i q_i F_{i,C4}",
        {"F_C4": "factor of the record, or the median of its category (proxy)"},
    ),
    Formula(
        "d",
        "Beyond the boundary D",
        f"{_EN} 7.4.6",
        "D = sum of q_i x F_D, reported apart",
        r"D=\sum_i q_i F_{i,D}",
        {"F_D": "factor of the record, or the median of its category (proxy)"},
    ),
    Formula(
        "d2",
        "Exported energy D2",
        "EN 15978-1:2026",
        "D2 = - sum over years of exported electricity x factor of the year, reported apart",
        r"D_2=-\sum_y E_x\,EF(y)",
        {"E_x": "electricity exported [kWh/a]", "EF": "factor of the grid [kgCO2e/kWh]"},
    ),
    Formula("sinks", "Planting", "GB/T 51366-2019", "C_p = uptake a year x years, deducted", r"C_p\,y", {}),
    Formula(
        "bridge",
        "From one rule set to another",
        "this program",
        "line = total after a rule is changed - total before; modules are dropped or taken in last",
        r"\Delta_k=G(R_k)-G(R_{k-1})",
        {},
    ),
    Formula(
        "dynamic",
        "Dynamic view of biogenic carbon",
        "Levasseur et al. 2010, doi 10.1021/es9030003",
        "sum over flows of kg(t) x AGWP(100 - t) / AGWP(100)",
        r"\sum_t m(t)\,AGWP(H-t)/AGWP(H)",
        {"AGWP": "integrated response to a pulse of CO2, Joos et al. 2013"},
    ),
    Formula(
        "spread",
        "Spread of the total",
        "pedigree-matrix 0.2.2",
        "x = median x exp(sigma z), one z a parameter id; sigma = 1/2 sqrt(sum of (ln U_k)^2)",
        r"x=\tilde x e^{\sigma z}",
        {"U_k": "uncertainty factor of a pedigree score [-]"},
    ),
    Formula(
        "total",
        "Whole-life carbon",
        f"{_EN} 11",
        "total = sum of the modules A0 to C4 that the profile counts (never D or D2)",
        r"G=\sum_{m\in A..C}G_m",
        {},
    ),
    Formula(
        "per_m2",
        "Per area",
        f"{_EN} 11",
        "per m2 = total / area of the profile",
        r"g=G/A",
        {"area": "GIA, useful or gross area [m2]"},
    ),
    Formula(
        "per_m2_a",
        "Per area and year",
        f"{_EN} 11",
        "per m2 and year = total / area of the profile / study period",
        r"g_a=G/(A\,RSP)",
        {"area": "GIA, useful or gross area [m2]"},
    ),
    Formula(
        "biogenic",
        "Stored biogenic carbon",
        "EN 16449:2014",
        "stored = sum of C_i x 44/12, beside the total, never in it",
        r"S=\sum_i q_i C_i\,44/12",
        {"C_i": "carbon in the material [kg C per declared unit]"},
    ),
    Formula(
        "budget",
        "1.5 degC path",
        "Habert et al. 2020, doi 10.5334/bc.47",
        "overshoot = first year with E(t) > P(t); exhaustion = first year with sum of E > sum of the whole P",
        r"t_o=\min\{t:E(t)>P(t)\}",
        {"E": "emissions of the year [kgCO2e/m2]", "P": "path of the year [kgCO2e/m2]"},
    ),
    Formula(
        "energy_need",
        "Energy need of the hourly year",
        "zone engine, docs/method.md; ANSI/ASHRAE 140-2020 section 7",
        "heat balance of each room each hour; need = heat to hold the set-point",
        r"C\,\dot T=\sum H(T_j-T)+\Phi",
        {},
    ),
    Formula(
        "final_energy",
        "Final energy",
        "EN ISO 52000-1",
        "final = sum over hours of need x (1 + losses) / efficiency of the hour, or / the study's seasonal efficiency",
        r"E=\sum_h Q_h(1+f)/\eta_h",
        {
            "f": "losses between generator and rooms [-]",
            "eta_h": "efficiency or COP at the hour's temperatures and load [-]",
        },
    ),
    Formula(
        "pv",
        "Photovoltaic yield",
        "PVWatts version 5 (NREL/TP-6A20-62641)",
        "P = inverter of sum over fields of G_poa / 1000 x P0 x (1 + gamma (T_cell - 25)) x (1 - losses)",
        r"P=\eta_i\sum\frac{G}{1000}P_0(1+\gamma(T_c-25))(1-l)",
        {"P0": "rated power [kWp]", "G_poa": "sun on the module [W/m2]", "eta_i": "inverter at its load [-]"},
    ),
)

FORMULAS: dict[str, Formula] = {
    formula.id: formula
    for formula in (*_FORMULAS, *(Formula(*row) for row in (*THERMAL_AND_PEOPLE, *AIR_AND_SOUND, *LIGHT)))
}
