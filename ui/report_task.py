"""What the worker does for the Report page: pages as pictures, checks, files, lock, signature, verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bldgassess.errors import Issue, UserError
from bldgassess.explain.steps import Step, steps_of
from bldgassess.plausibility.result import Check

if TYPE_CHECKING:
    from bldgassess.pipeline.assessment import Assessment
    from bldgassess.progress import Progress
    from reports.lock.verify import Verdict
    from reports.pdf.report import Report
    from reports.pdf.source import ReportSource
    from reports.sign import SigningKey
    from ui.engine import Engine
    from ui.wire import Ask

#: The widest picture of a page [pixels].
WIDEST_PX = 2400


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants in print: language, chapters left out, names, reasons by plausibility check."""

    language: str
    left_out: frozenset[str] = frozenset()
    client: str = ""
    purpose: str = ""
    assessor: str = ""
    reviewer: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as rows of BGR bytes; ``page`` counts from 0, ``wanted_px`` is the width that was asked for."""

    generation: int
    order: Order
    page: int
    total: int
    wanted_px: int
    width: int
    height: int
    stride: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """Plausibility checks of the shown results, and what in them rests on memory, by name."""

    generation: int
    checks: tuple[Check, ...]
    memory: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was locked or signed: its name, its sha256, and the generation that is in it."""

    generation: int
    names: tuple[str, ...]
    seal: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a file."""

    name: str
    verdict: Verdict


@dataclass(slots=True)
class _Desk:
    """The last sources and report of a variant: a page that is turned lays nothing out anew."""

    done: Assessment
    source: ReportSource
    order: Order | None = None
    report: Report | None = None


def check_facts(engine: Engine, request: Ask, _progress: Progress) -> Facts:
    """Hold the shown results against the plausibility rules."""
    from bldgassess.carbon.certified import memory_rows
    from bldgassess.plausibility.check import check_plausibility

    done, source = engine.known(request), _desk(engine, request).source
    checks = check_plausibility(source.results, source.ledger)
    memory = memory_rows(done.inventory.lines, _assumptions(done))
    return Facts(request.generation, checks, memory)


def draw_page(engine: Engine, request: Ask, progress: Progress) -> PageImage:
    """Draw a page of the report (order, page from 0, width in pixels)."""
    order, page, width = request.values
    report = _report(engine, request, order)
    progress("report", 0.9)
    found = draw_pdf_page(report.content, page, min(width, WIDEST_PX))
    return PageImage(request.generation, order, min(page, report.pages - 1), report.pages, width, *found)


def draw_pdf_page(content: bytes, page: int, width: int) -> tuple[int, int, int, bytes]:
    """Return width, height, bytes a row, and the rows of BGR bytes of a page, the last one where there is none.

    Raises
    ------
    UserError
        When pypdfium2 is not installed.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise UserError(Issue("report.no_preview")) from error
    pdf = pypdfium2.PdfDocument(content)
    try:
        sheet = pdf[min(page, len(pdf) - 1)]
        bitmap = sheet.render(scale=width / sheet.get_width())
        found = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
        bitmap.close()
        sheet.close()
    finally:
        pdf.close()
    return found


def save_reports(engine: Engine, request: Ask, progress: Progress) -> tuple[str, ...]:
    """Write the report in each language (orders, path), not signed; returns the names."""
    orders, path = request.values
    return _write(engine, request, progress, orders, path, None)


def sign_reports(engine: Engine, request: Ask, progress: Progress) -> Sealed:
    """Write the report in each language, signed (orders, path, key). A warning without a reason bars it.

    Raises
    ------
    UserError
        When a check has no reason, or the key cannot be used.
    """
    from reports.lock.package import digest
    from reports.sign import load_signer

    orders, path, key = request.values
    _require_reasons(_desk(engine, request).source, orders[0])
    load_signer(key)
    names = _write(engine, request, progress, orders, path, key)
    return Sealed(request.generation, names, digest((path.parent / names[0]).read_bytes()))


def lock_package(engine: Engine, request: Ask, progress: Progress) -> Sealed:
    """Write the package of what is shown (path)."""
    from reports.files import write_files
    from reports.lock.lock import Inputs, lock_bytes, seal_of

    (path,) = request.values
    done, light = engine.known(request), engine.light(request)
    progress("lock", 0.5)
    quality = light.quality if light is not None else "quick"
    package = lock_bytes(done, Inputs(request.paths, evidence=request.pieces, daylight=quality))
    write_files({path: package})
    return Sealed(request.generation, (path.name,), seal_of(package))


def verify_file(_engine: Engine, request: Ask, progress: Progress) -> Verified:
    """Verify a package, report or credential (path, whether a report is computed again with the shown models)."""
    from reports.lock.verify_any import verify_any

    path, again = request.values
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(Issue("lock.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error
    models = request.paths if again else ()
    return Verified(path.name, verify_any(content, path.name, models=models, progress=progress))


def way_down(engine: Engine, request: Ask, _progress: Progress) -> Step:
    """Return the way down from a figure of the certificate (path)."""
    source = _desk(engine, request).source
    return steps_of(source.results, source.ledger, request.values[0])


def open_reasons(checks: Sequence[Check], reasons: Mapping[str, str]) -> tuple[Check, ...]:
    """Return the checks outside their bands for which nobody has said why."""
    return tuple(check for check in checks if check.state == "warn" and not reasons.get(check.id, "").strip())


def file_names(path: Path, languages: Sequence[str]) -> tuple[Path, ...]:
    """Return a file for each language: the path itself where there is one.

    >>> [item.name for item in file_names(Path("house.pdf"), ("en", "zh"))]
    ['house_en.pdf', 'house_zh.pdf']
    """
    if len(languages) == 1:
        return (path,)
    return tuple(path.with_name(f"{path.stem}_{language}{path.suffix}") for language in languages)


def _write(
    engine: Engine, request: Ask, progress: Progress, orders: Sequence[Order], path: Path, key: SigningKey | None
) -> tuple[str, ...]:
    from reports.files import write_files
    from reports.pdf.finish import finish_report
    from reports.pdfa import pdfa_available

    source, files = _desk(engine, request).source, {}
    paths = file_names(path, [order.language for order in orders])
    for k, (order, place) in enumerate(zip(orders, paths, strict=True)):
        progress("report", k / len(orders))
        files[place] = finish_report(_report(engine, request, order), source, archive=pdfa_available(), key=key)
    progress("report", 1.0)
    write_files(files)
    return tuple(place.name for place in paths)


def _require_reasons(source: ReportSource, order: Order) -> None:
    from bldgassess.plausibility.check import check_plausibility

    missing = open_reasons(check_plausibility(source.results, source.ledger), dict(order.reasons))
    if missing:
        raise UserError(Issue("report.no_reason", {"checks": ", ".join(check.id for check in missing)}))


def _desk(engine: Engine, request: Ask) -> _Desk:
    from reports.pdf.source import source_from_assessment

    done, found = engine.known(request), engine.shelf.get(request.variant)
    if not isinstance(found, _Desk) or found.done is not done:
        found = _Desk(done, source_from_assessment(done))
        engine.shelf[request.variant] = found
    return found


def _report(engine: Engine, request: Ask, order: Order) -> Report:
    from reports.pdf.report import make_report
    from reports.pdf.source import ReportTerms

    desk = _desk(engine, request)
    if desk.report is not None and desk.order == order:
        return desk.report
    terms = ReportTerms(
        assessor=order.assessor,
        reviewer=order.reviewer,
        client=order.client,
        purpose=order.purpose,
        reasons=dict(order.reasons),
        left_out=order.left_out,
    )
    report = make_report(desk.source, terms, language=order.language)
    desk.order, desk.report = order, report
    return report


def _assumptions(done: Assessment) -> tuple[Any, ...]:
    from bldgassess.carbon.certified import acting
    from bldgassess.carbon.profiles import profile_rules

    return acting(done.assumptions, profile_rules(done.study.carbon.profile, done.study, own=True))
