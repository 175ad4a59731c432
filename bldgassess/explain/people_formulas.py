"""The formulas of thermal indicators, people and the community: id, name, clause, text, LaTeX, terms."""

from __future__ import annotations

THERMAL_AND_PEOPLE: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    (
        "pmv",
        "Predicted mean vote",
        "ISO 7730:2005 4; EN 16798-1:2019 Table B.1",
        "share of occupied hours with |PMV| within the category; PMV of Fanger's heat balance",
        r"PMV=f(t_a,t_r,v_{ar},p_a,M,I_{cl})",
        {"M": "activity [met]", "I_cl": "clothing by the morning's outdoor temperature [clo]"},
    ),
    (
        "adaptive",
        "Adaptive comfort",
        "EN 16798-1:2019 6.2.2",
        "T_c = 0.33 T_rm + 18.8; T_rm(d) = 0.2 T_e(d-1) + 0.8 T_rm(d-1)",
        r"T_c=0.33\,T_{rm}+18.8",
        {"T_rm": "running mean of outdoor temperature [degC]", "T_e": "daily mean [degC]"},
    ),
    (
        "overheating",
        "Overheating",
        "CIBSE TM52:2013 6.1.2; CIBSE TM59:2017 4.2",
        "share of occupied hours of the warm season with T_op above the limit; TM52: hours with dT >= 1 K (3 %), "
        "sum of dT over a day (6 K h), most dT (4 K), dT = T_op - T_max in whole kelvins",
        r"\Delta T=\lfloor T_{op}-T_{max}+0.5\rfloor",
        {"T_max": "0.33 T_rm + 21.8, for vulnerable people + 20.8 [degC]"},
    ),
    (
        "survival",
        "A week without power",
        "LEED v4.1 pilot credit IPpc100",
        "sum of hours of max(0, SET - 30) in the hottest week, of max(0, 12.2 - SET) in the coldest; the larger",
        r"\sum_h\max(0,SET_h-30)",
        {"SET": "standard effective temperature of a resting person [degC]"},
    ),
    (
        "utci",
        "Outdoor heat stress",
        "UTCI, Broede et al. 2012; VDI 3787 Blatt 2 for the radiant temperature",
        "hours with UTCI above 32 degC; T_mrt = (a_k/e S / sigma + L / sigma)^(1/4) - 273.15",
        r"T_{mrt}=\left(\frac{(a_k/\varepsilon)S+L}{\sigma}\right)^{1/4}-273.15",
        {"S": "sun on a standing person [W/m2]", "L": "long waves of sky and ground [W/m2]"},
    ),
    (
        "cold",
        "Cold",
        "WHO Housing and health guidelines 2018",
        "occupied hours with T_op below 18 degC",
        r"T_{op}<18",
        {},
    ),
    (
        "nature",
        "Nature within reach",
        "3-30-300 rule, Konijnendijk 2022",
        "how many hold: 3 trees in view, 30 % canopy, 300 m to a public green space",
        r"n\in\{0,1,2,3\}",
        {},
    ),
    (
        "access",
        "Access for everybody",
        "GB 55019-2021; ISO 21542",
        "share of doors, ramps, bathrooms and lifts that keep their rule",
        r"100\,n_{pass}/n",
        {},
    ),
    (
        "burden",
        "Years of life lost",
        "Chen and Hoek 2020; Huangfu and Atkinson 2020",
        "DALY = (1 - RR^(-dC/10)) x deaths a person and year x years lost a death",
        r"(1-RR^{-\Delta C/10})\,y_0\,L",
        {"dC": "mean over the guideline times the share of the year spent here [ug/m3]"},
    ),
)
