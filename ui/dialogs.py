"""The questions for files and folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Translate = Callable[[str], str]


def ask_models(parent: QWidget, tr: Translate) -> list[Path]:
    """Ask for IFC files or a project."""
    kinds = "IFC, bldgassess (*.ifc *.ifczip *.bldg)"
    names, _ = QFileDialog.getOpenFileNames(parent, tr("Open model or project"), "", kinds)
    return [Path(name) for name in names]


def ask_variants(parent: QWidget, tr: Translate) -> list[Path]:
    """Ask for models or studies to open beside the first."""
    kinds = "IFC, YAML (*.ifc *.ifczip *.yaml *.yml)"
    names, _ = QFileDialog.getOpenFileNames(parent, tr("Add variant"), "", kinds)
    return [Path(name) for name in names]


def ask_community(parent: QWidget, tr: Translate) -> Path | None:
    """Ask for a community file."""
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open community"), "", "YAML (*.yaml *.yml)")
    return Path(name) if name else None


def ask_pdf(parent: QWidget, tr: Translate, name: str) -> Path | None:
    """Ask where a PDF goes."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save PDF report"), f"{name}.pdf", "PDF (*.pdf)")
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, tr: Translate) -> Path | None:
    """Ask for a folder for all files."""
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder for the results"))
    return Path(chosen) if chosen else None


def ask_project(parent: QWidget, tr: Translate, name: str) -> Path | None:
    """Ask where a project goes; the system's dialog asks before it replaces a file."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save project"), f"{name}.bldg", "bldgassess (*.bldg)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == ".bldg" else path.with_name(f"{path.name}.bldg")


def ask_costs(parent: QWidget, tr: Translate) -> Path | None:
    """Ask for a table of first costs."""
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("First costs of measures"), "", "CSV, YAML (*.csv *.yaml *.yml)")
    return Path(chosen) if chosen else None


def ask_package(parent: QWidget, tr: Translate, name: str) -> Path | None:
    """Ask where a package goes."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save package"), f"{name}.bap", "bldgassess (*.bap)")
    return Path(chosen) if chosen else None


def ask_csv(parent: QWidget, tr: Translate, name: str) -> Path | None:
    """Ask where a table goes."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save table"), name, "CSV (*.csv)")
    return Path(chosen) if chosen else None


def ask_key(parent: QWidget, tr: Translate) -> Path | None:
    """Ask for the file of a key to sign with."""
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Key to sign with"), "", "PKCS#12 (*.p12 *.pfx)")
    return Path(chosen) if chosen else None


def ask_verified(parent: QWidget, tr: Translate) -> Path | None:
    """Ask for a file to verify."""
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Verify a file"), "", "bldgassess (*.bap *.pdf *.json)")
    return Path(chosen) if chosen else None


def ask_file(parent: QWidget, title: str) -> Path | None:
    """Ask for any file."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "")
    return Path(chosen) if chosen else None
