"""The formulas of light: id, name, clause, text, LaTeX, terms."""

from __future__ import annotations

LIGHT: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    (
        "daylight",
        "Daylight factor by split flux",
        "BRE; CIE S 011 type 16",
        "DF = sum over panes of s (1 - f) T (SC + A_w (39 R_fw + 5 R_cw) / (A (1 - R)))",
        r"DF=\sum s(1-f)T\left(SC+\frac{A_w(39R_{fw}+5R_{cw})}{A(1-R)}\right)",
        {
            "SC": "sky component, L = L_z (1 + 2 sin g) / 3 [%]",
            "s": "light of the sky on the pane over that without anything before it [-]",
            "f": "frame share [-]",
            "T": "light transmittance with dirt [-]",
            "R": "mean reflectance of the room; R_fw below, R_cw above mid-height [-]",
        },
    ),
    (
        "daylight_coefficients",
        "Daylight factor by Radiance",
        "EN 17037:2018 B.2; Tregenza and Waters 1983",
        "DF = 100 sum over patches of D_p L_p / (7 pi / 9 L_z), L = L_z (1 + 2 sin g) / 3",
        r"DF=100\frac{\sum_pD_pL_p}{7\pi L_z/9}",
        {"D_p": "illuminance for 1 cd/m2 of patch p, by rcontrib [lx m2/cd]", "L_p": "mean luminance of the patch"},
    ),
    (
        "daylight_year",
        "Daylight provision",
        "EN 17037:2018 Table A.1, method 2",
        "E(h) = sum of D_p S_p(h) + (D_p - D'_p) S'_p(h) + E_sun(h) T(a) cos b",
        r"E(h)=\sum_p D_pS_p+(D_p-D'_p)S'_p+E_sT\cos\beta",
        {
            "S_p": "Perez sky without sun [cd/m2]",
            "S'_p": "the sun shared out to patches [cd/m2]",
            "D'_p": "straight part of D_p",
            "E_sun": "the sun on a plane that faces it, where no ray meets an obstacle [lx]",
            "h": "value: median of points of the median of the 4,380 lightest hours",
        },
    ),
    (
        "sun_hours",
        "Hours of possible sun",
        "EN 17037:2018 Annex D; GB 50180-2018 4.0.9",
        "hours = number of ten-minute steps in which a ray to the sun passes a window and nothing else / 6",
        r"t=\frac{1}{6}\sum_k[\text{sun reaches a window at }k]",
        {"sun": "NREL SPA through pvlib, clear sky"},
    ),
    (
        "view",
        "View out",
        "EN 17037:2018 Table A.5",
        "angle = 2 deg x azimuths with 6 m free beyond the glass; the value that 75 % of places have",
        r"\alpha=2^\circ\sum_k[d_k\ge 6\,\mathrm{m}]",
        {"d_k": "free distance from the glass within 5 deg of level [m]"},
    ),
    (
        "glare",
        "Simplified daylight glare probability",
        "Wienold 2009; EN 17037:2018 Table A.7",
        "DGPs = 6.22e-5 E_v + 0.184, 95th percentile of 8-18 h, worst of four ways to look, median of the eyes",
        r"DGP_s=6.22\cdot10^{-5}E_v+0.184",
        {"E_v": "vertical illuminance at the eye, 1.2 m [lx]"},
    ),
    (
        "melanopic",
        "Melanopic equivalent daylight illuminance",
        "CIE S 026:2018; Brown et al. 2022",
        "EDI = E_v x MDER x tint, median of 9-13 h; median of eyes and ways to look",
        r"EDI=E_v\,MDER\,\tau_m/\tau_v",
        {"MDER": "1 for daylight D65", "tint": "melanopic over photopic transmittance of the glass [-]"},
    ),
)
