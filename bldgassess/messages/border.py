"""Sentences about: the border."""

MESSAGES: dict[str, str] = {
    "border.no_default": "There is no default value for goods {code} from {origin} in {year}. Give verified emissions for them, or choose another origin.",
    "border.no_figure": "There is no figure {record} for {year}. Choose one of the years: {choices}.",
    "border.bad_figure": "A mass, emission, factor or price is below zero or no number. Check the figures.",
    "border.cannot_read": "{file} cannot be read ({reason}). Check its name and place.",
    "border.actual_heads": "{file} lacks columns. Its first line must name: {heads}.",
    "border.bad_actual": "Line {line} of {file} is no verified emission. It needs a code that stands once, figures from 0 up, and what proves them.",
    "border.bad_certificate": "{file} is no product certificate at {place}: {reason}. Mend it; nothing was signed.",
}
