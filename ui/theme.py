"""Fonts, colours and the style sheet of the window, light and dark, from the palette of the charts."""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from reports.charts.palette import PALETTES, Palette

FAMILY = "BA Sans"
THEMES = tuple(PALETTES)


def load_fonts(app: QApplication) -> None:
    """Load the shipped fonts, so that Chinese and Cyrillic show on any machine."""
    folder = files("reports").joinpath("fonts")
    families: list[str] = []
    for name in ("BASans-Regular.ttf", "BASans-Bold.ttf"):
        with as_file(folder.joinpath(name)) as path:
            number = QFontDatabase.addApplicationFont(str(path))
            families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    font = QFont(families[0] if families else FAMILY)
    font.setPixelSize(13)
    app.setFont(font)


def apply_theme(app: QApplication, name: str) -> Palette:
    """Colour the application; returns the palette for painted charts.

    Every widget that there is is polished anew, so nothing is done where the application has these colours already.
    """
    p = PALETTES[name]
    if app.property("theme") == name:
        return p
    app.setProperty("theme", name)
    colours = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, p.ground),
        (QPalette.ColorRole.Base, p.ground),
        (QPalette.ColorRole.AlternateBase, p.panel),
        (QPalette.ColorRole.Button, p.panel),
        (QPalette.ColorRole.WindowText, p.text),
        (QPalette.ColorRole.Text, p.text),
        (QPalette.ColorRole.ButtonText, p.text),
        (QPalette.ColorRole.PlaceholderText, p.muted),
        (QPalette.ColorRole.Highlight, p.accent),
        (QPalette.ColorRole.HighlightedText, p.ground),
        (QPalette.ColorRole.ToolTipBase, p.panel),
        (QPalette.ColorRole.ToolTipText, p.text),
    ):
        colours.setColor(role, QColor(colour))
    app.setStyle("Fusion")
    app.setPalette(colours)
    app.setStyleSheet(_sheet(p))
    return p


def _sheet(p: Palette) -> str:
    return f"""
    QWidget {{ color: {p.text}; }}
    QMainWindow, QWidget#page, QScrollArea, QStackedWidget {{ background: {p.ground}; }}
    QFrame#bar, QFrame#rail, QFrame#inspector, QFrame#status {{ background: {p.panel}; }}
    QFrame#bar {{ border-bottom: 1px solid {p.grid}; }}
    QFrame#status {{ border-top: 1px solid {p.grid}; }}
    QFrame#rail {{ border-right: 1px solid {p.grid}; }}
    QFrame#inspector {{ border-left: 1px solid {p.grid}; }}
    QLabel#heading {{ font-size: 16px; font-weight: bold; }}
    QLabel#headline {{ font-size: 22px; font-weight: bold; color: {p.accent}; }}
    QLabel#note {{ color: {p.muted}; font-size: 12px; }}
    QLabel#warning {{ color: {p.warn}; }}
    QLabel#error {{ color: {p.error}; font-size: 14px; }}
    QFrame#figure {{ background: {p.panel}; border: 1px solid {p.grid}; border-radius: 4px; }}
    QLabel#figure_value {{ font-size: 18px; font-weight: bold; }}
    QLabel#ghost {{ font-size: 18px; font-weight: bold; color: {p.muted}; }}
    QLabel#group {{ font-weight: bold; color: {p.muted}; }}
    QDoubleSpinBox, QSpinBox {{ background: {p.ground}; border: 1px solid {p.line}; border-radius: 4px; padding: 2px 2px; min-height: 20px; }}
    QDoubleSpinBox::up-button, QDoubleSpinBox::down-button, QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
    QDoubleSpinBox:focus, QSpinBox:focus {{ border: 2px solid {p.accent}; }}
    QDoubleSpinBox:disabled, QSpinBox:disabled, QComboBox:disabled, QLabel:disabled {{ color: {p.line}; }}
    QSlider::groove:horizontal {{ background: {p.grid}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {p.accent}; height: 4px; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {p.ground}; border: 2px solid {p.accent}; width: 12px; margin: -6px 0; border-radius: 8px; }}
    QSlider::sub-page:horizontal:disabled {{ background: {p.grid}; }}
    QSlider::handle:horizontal:disabled {{ border-color: {p.grid}; }}
    QSlider::handle:horizontal:focus {{ background: {p.accent}; }}
    QCheckBox::indicator, QTableWidget::indicator {{ width: 14px; height: 14px; border: 1px solid {p.line}; border-radius: 3px; background: {p.ground}; }}
    QCheckBox::indicator:checked, QTableWidget::indicator:checked {{ background: {p.accent}; border-color: {p.accent}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {p.accent}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {p.grid}; }}
    QPushButton {{ background: {p.panel}; border: 1px solid {p.line}; border-radius: 4px; padding: 4px 12px; min-height: 20px; }}
    QPushButton:hover {{ border-color: {p.accent}; }}
    QPushButton:focus {{ border: 2px solid {p.accent}; }}
    QPushButton:disabled {{ color: {p.muted}; border-color: {p.grid}; }}
    QPushButton:checked {{ border-color: {p.accent}; color: {p.accent}; font-weight: bold; }}
    QPushButton#primary, QPushButton[primary="true"] {{ background: {p.accent}; color: {p.ground}; border-color: {p.accent}; font-weight: bold; }}
    QPushButton#rail {{ text-align: left; border: none; border-radius: 0; background: transparent; padding: 8px 14px; }}
    QPushButton#rail:checked {{ background: {p.ground}; color: {p.accent}; font-weight: bold; border-left: 3px solid {p.accent}; }}
    QPushButton#rail:focus {{ border: 2px solid {p.accent}; }}
    QPushButton#primary:disabled, QPushButton[primary="true"]:disabled {{ background: {p.panel}; color: {p.muted};
        border-color: {p.grid}; }}
    QPushButton[nav="true"] {{ text-align: left; border: none; border-left: 3px solid transparent; border-radius: 0;
        background: transparent; padding: 4px 10px; }}
    QPushButton[nav="true"]:hover {{ color: {p.accent}; }}
    QPushButton[nav="true"]:checked {{ color: {p.accent}; font-weight: bold; border-left: 3px solid {p.accent}; }}
    QPushButton[nav="true"]:focus {{ border: 2px solid {p.accent}; }}
    QPushButton#piece {{ border: none; background: transparent; padding: 2px 10px; text-align: left; }}
    QPushButton#piece[stale="true"] {{ color: {p.muted}; }}
    QPushButton#piece:hover {{ color: {p.accent}; }}
    QComboBox {{ background: {p.ground}; border: 1px solid {p.line}; border-radius: 4px; padding: 3px 8px; }}
    QTableWidget, QTreeWidget, QListWidget {{ background: {p.ground}; border: 1px solid {p.grid}; gridline-color: {p.grid};
        alternate-background-color: {p.panel}; }}
    QHeaderView::section {{ background: {p.panel}; color: {p.muted}; border: none; border-bottom: 1px solid {p.line}; padding: 4px; }}
    QTabBar::tab {{ background: transparent; border: none; padding: 6px 14px; color: {p.muted}; }}
    QTabBar::tab:selected {{ color: {p.accent}; border-bottom: 2px solid {p.accent}; }}
    QToolTip {{ background: {p.panel}; color: {p.text}; border: 1px solid {p.line}; }}
    QFrame#finding {{ background: {p.panel}; border: 1px solid {p.grid}; border-radius: 4px; }}
    QFrame#finding:hover {{ border-color: {p.accent}; }}
    QFrame#finding:focus, QFrame#finding[open="true"] {{ border: 2px solid {p.accent}; }}
    QLabel#finding_title {{ font-weight: bold; }}
    QLabel#severity_error {{ color: {p.error}; font-size: 12px; font-weight: bold; }}
    QLabel#severity_warning {{ color: {p.warn}; font-size: 12px; font-weight: bold; }}
    QLabel#severity_info {{ color: {p.muted}; font-size: 12px; font-weight: bold; }}
    QToolButton {{ background: {p.panel}; border: 1px solid {p.line}; border-radius: 4px; padding: 4px 8px; min-height: 20px; }}
    QToolButton:focus {{ border: 2px solid {p.accent}; }}
    QToolButton:checked {{ border-color: {p.accent}; color: {p.accent}; }}
    QMenu {{ background: {p.ground}; border: 1px solid {p.line}; }}
    QMenu::item:selected {{ background: {p.accent}; color: {p.ground}; }}
    QFrame#notebar {{ background: {p.panel}; border-top: 1px solid {p.line}; }}
    QFrame#notebar[error="true"] {{ border-top: 1px solid {p.error}; }}
    QFrame#palette {{ background: {p.panel}; border: 1px solid {p.line}; border-radius: 6px; }}
    QFrame#palette QListWidget {{ border: none; background: {p.panel}; }}
    QFrame#palette QListWidget::item {{ padding: 5px; }}
    QFrame#palette QListWidget::item:selected {{ background: {p.accent}; color: {p.ground}; }}
    QLineEdit {{ background: {p.ground}; border: 1px solid {p.line}; border-radius: 4px; padding: 3px 6px; min-height: 20px; }}
    QLineEdit:focus {{ border: 2px solid {p.accent}; }}
    QFrame#drop {{ border: 2px dashed {p.line}; border-radius: 8px; background: {p.panel}; }}
    """
