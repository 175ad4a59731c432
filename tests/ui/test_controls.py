"""Controls and the undo stack, without a worker: what a person does and what becomes of the study."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QCheckBox, QComboBox

from bldgassess.errors import UserError
from bldgassess.study import Study, make_study
from ui.edits import Edits
from ui.pages.energy import EnergyPage
from ui.pages.energy_controls import CONTROLS, MeasureSetting, Setting
from ui.pages.energy_panel import ControlPanel
from ui.state import State
from ui.theme import load_fonts
from ui.widgets.figure import Figure, Reading
from ui.widgets.number import NumberInput, Range


@pytest.fixture
def desk(qtbot, qapp):
    """A panel whose edits go onto a stack and whose study follows the state, as in the window."""
    load_fonts(qapp)
    state, stack = State(), QUndoStack()
    variant = state.add((), Study(), "house")
    edits = Edits(state, stack)
    panel = ControlPanel("en")
    qtbot.addWidget(panel)
    panel.edit_asked.connect(edits.make)
    state.study_changed.connect(lambda changed: panel.show_study(changed.study))
    panel.show_study(variant.study)
    panel.show()
    yield panel, variant, stack


def _type(qtbot, number, text, key=Qt.Key.Key_Return):
    number.spin.setFocus()
    number.spin.selectAll()
    qtbot.keyClicks(number.spin, text)
    qtbot.keyClick(number.spin, key)


def test_typed_value_is_one_step_that_says_what_and_how_much(desk, qtbot):
    panel, variant, stack = desk
    before = variant.study
    _type(qtbot, panel.inputs["operation.heating_setpoint_c"], "21.5")
    assert variant.study.operation.heating_setpoint_c == 21.5
    assert stack.undoText() == "Heating set-point 20 → 21.5 °C"
    stack.undo()
    assert variant.study is before
    assert panel.inputs["operation.heating_setpoint_c"].spin.value() == 20.0
    stack.redo()
    assert variant.study.operation.heating_setpoint_c == 21.5


def test_escape_restores_and_enter_without_a_change_is_no_step(desk, qtbot):
    panel, variant, stack = desk
    number = panel.inputs["operation.heating_setpoint_c"]
    _type(qtbot, number, "23", Qt.Key.Key_Escape)
    assert number.spin.text().startswith("20.0")
    _type(qtbot, number, "20")
    assert stack.count() == 0
    assert variant.generation == 0


def test_drag_is_one_step_and_back_to_the_start_is_none(desk):
    panel, variant, stack = desk
    number = panel.inputs["measures.roof_insulation.thickness_mm"]
    for places, steps in (((4, 10, 24), 1), ((20, 3, 24), 1)):
        number.slider.setSliderDown(True)
        for place in places:
            number.slider.setValue(place)
        assert variant.study.measures["roof_insulation"]["thickness_mm"] == 10.0 * places[-1]
        number.slider.setSliderDown(False)
        assert stack.count() == steps
    assert stack.undoText() == "Roof insulation 0 → 240 mm"
    stack.undo()
    assert variant.study == Study()


def test_a_measure_back_at_nothing_is_the_study_from_before(desk, qtbot):
    panel, variant, stack = desk
    wall = panel.inputs["measures.wall_insulation.thickness_mm"]
    _type(qtbot, wall, "160")
    assert variant.study.measures == {"wall_insulation": {"thickness_mm": 160.0}}
    _type(qtbot, wall, "0")
    assert variant.study.measures == {}
    assert [stack.text(k) for k in range(2)] == ["Wall insulation 0 → 160 mm", "Wall insulation 160 → 0 mm"]


def test_replacing_windows_gives_their_figures_free(desk, qtbot):
    panel, variant, stack = desk
    switch, u_value = panel.inputs["measures.window_replacement"], panel.inputs["measures.window_replacement.u_w_m2k"]
    assert isinstance(switch, QCheckBox)
    assert not u_value.isEnabled()
    switch.click()
    assert variant.study.measures == {"window_replacement": {}}
    assert u_value.isEnabled()
    _type(qtbot, u_value, "0.7")
    assert variant.study.measures == {"window_replacement": {"u_w_m2k": 0.7}}
    assert stack.undoText() == "U-value 0.9 → 0.7 W/(m² K)"
    assert panel.inputs["measures.window_replacement.g_fraction"].spin.value() == 50.0


def test_a_studys_own_setting_is_shown_and_edited_where_it_has_one(desk, qtbot):
    panel, variant, stack = desk
    power = panel.inputs["measures.photovoltaics.power_kwp"]
    own = make_study({"renewables": {"pv_kwp": 6.0}})
    variant.study = own
    panel.show_study(own)
    assert power.spin.value() == 6.0
    _type(qtbot, power, "4.5")
    assert variant.study.renewables.pv_kwp == 4.5
    assert variant.study.measures == {}
    assert stack.undoText() == "Power 6 → 4.5 kWp"
    stack.undo()
    assert variant.study is own


def test_unset_is_said_in_words(desk, qtbot):
    panel, variant, stack = desk
    efficiency = panel.inputs["operation.heating_efficiency"]
    assert efficiency.spin.text() == "by table"
    _type(qtbot, efficiency, "3.4")
    assert variant.study.operation.heating_efficiency == 3.4
    assert stack.undoText() == "Efficiency, heating by table → 3.4"
    _type(qtbot, efficiency, "0")
    assert variant.study.operation.heating_efficiency is None


def test_choice_is_a_step(desk, qtbot):
    panel, variant, stack = desk
    box = panel.inputs["operation.heating"]
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert variant.study.operation.heating == "ground_heat_pump"
    assert stack.undoText() == "Heating heat pump → ground heat pump"


def test_what_does_not_fit_changes_nothing(desk):
    _, variant, stack = desk
    state = State()
    state.variants, state.index = [variant], 0
    with pytest.raises(UserError):
        Edits(state, stack).make("operation.heating_setpoint_c", 99.0, lambda old, new: f"{old} {new}")
    assert stack.count() == 0
    assert variant.study == Study()


def test_bounds_are_the_studys_and_the_catalogues(desk):
    panel, _, _ = desk
    spin = panel.inputs["operation.heating_setpoint_c"].spin
    assert (spin.minimum(), spin.maximum(), spin.suffix()) == (5.0, 28.0, "\u202f°C")
    spin = panel.inputs["measures.window_ratio.ratio_pct"].spin
    assert (spin.minimum(), spin.maximum(), spin.text()) == (0.0, 90.0, "as drawn")
    for control in CONTROLS:
        if isinstance(control, MeasureSetting) or (isinstance(control, Setting) and not control.choices):
            bounds = control.bounds()
            assert bounds.least < bounds.end <= bounds.most


def test_every_control_has_a_name_and_a_reader_of_screens_hears_it(desk):
    panel, _, _ = desk
    for made in panel.inputs.values():
        words = made.spin.accessibleName() if isinstance(made, NumberInput) else made.accessibleName()
        assert words or (isinstance(made, QCheckBox) and made.text())


def test_undo_key_is_the_windows_unless_a_number_is_being_typed(qtbot):
    number = NumberInput(Range(0.0, 10.0, 1.0), "n", "en")
    qtbot.addWidget(number)
    number.show()
    number.spin.setFocus()
    number.spin.selectAll()
    qtbot.keyClicks(number.spin, "7")
    assert number.spin.lineEdit().isModified()
    qtbot.keyClick(number.spin, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert number.spin.lineEdit().text() == "0"


def test_figure_keeps_the_old_value_as_a_ghost(qtbot):
    figure = Figure("Heating need", "en")
    qtbot.addWidget(figure)
    figure.show_reading(Reading(80.0, "kWh/(m2 a)", base=100.0))
    assert figure.value.text() == "80\u202fkWh/(m² a)"
    assert figure.delta.text().startswith("\u221220 (\u221220")
    figure.show_reading(Reading(80.0, "kWh/(m2 a)", waiting=True, base=100.0))
    assert figure.is_ghost
    assert figure.value.text() == "80\u202fkWh/(m² a)"
    assert figure.delta.text() == ""
    figure.show_reading(Reading(85.0, "kWh/(m2 a)", provisional=True, base=100.0))
    assert not figure.is_ghost
    assert figure.value.text() == "~85\u202fkWh/(m² a)"


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_no_control_is_cut_in_any_language(qtbot, qapp, language):
    load_fonts(qapp)
    page = EnergyPage(State(), language, "light")
    qtbot.addWidget(page)
    assert page.panel.width() >= page.panel.least_width()
