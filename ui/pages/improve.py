"""Improve: a search for the combinations of measures that no other beats; each point opens as a variant."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from bldgassess.advisor.result import Advice
from bldgassess.advisor.space import make_space
from bldgassess.advisor.words import next_level_sentences
from bldgassess.errors import Issue, UserError
from ui.improve_tasks import MOST_BEATEN, Estimate
from ui.pages.base import Page, label
from ui.pages.improve_choices import Choices
from ui.pages.improve_found import FoundView
from ui.state import State, Variant
from ui.wish import Wish, first_wish

_PANEL_PX = 400
#: A choice rests this long before its time is measured [ms]; time left is said after [s].
_REST_MS, _SAY_LEFT_S = 700, 3.0


class ImprovePage(Page):
    """Left what is wanted, right what was found; a search runs in the worker beside all else."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self._running: dict[int, tuple[float, float]] = {}
        self._estimates: dict[tuple[object, ...], Estimate] = {}
        self._measured: dict[int, tuple[object, ...]] = {}
        self.choices = Choices(self.style_)
        self.choices.changed.connect(self._wish_changed)
        self.size, self.how = label("", wrap=True), label("", "note", wrap=True)
        self.size.setAccessibleName(tr("How many combinations, and how long they take"))
        self.start = QPushButton(tr("Search"))
        self.start.setObjectName("improve.search")
        self.start.setProperty("primary", True)
        self.start.clicked.connect(self.search)
        self.stop = QPushButton(tr("Stop"))
        self.stop.setObjectName("improve.stop")
        self.stop.clicked.connect(self._stop)
        self.bar = QProgressBar()
        self.bar.setObjectName("improve.progress")
        self.bar.setAccessibleName(tr("Progress of the search"))
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.said = label("", "warning", wrap=True)
        self.stale = label(tr("Found before the last edit; search again."), "warning", wrap=True)
        self.answer = label("", wrap=True)
        self.answer.setAccessibleName(tr("What gets the design to the next level"))
        self.basis = label("", "note", wrap=True)
        self.empty = label(tr("Choose what may change at the left, and search."), "note", wrap=True)
        self.found = FoundView(self.style_)
        self.found.variants_asked.connect(self.variants_asked)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask_estimate)
        state.task_progress.connect(self._moved_on)
        self._lay_out()

    def _lay_out(self) -> None:
        panel = QWidget()
        panel.setObjectName("page")
        panel.setFixedWidth(_PANEL_PX)
        left = QVBoxLayout(panel)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.choices, 1)
        left.addWidget(self.size)
        left.addWidget(self.how)
        row = QHBoxLayout()
        for widget in (self.start, self.stop):
            row.addWidget(widget)
        row.addWidget(self.bar, 1)
        row.addStretch()
        left.addLayout(row)
        right = QVBoxLayout()
        for line in (self.said, self.stale, self.answer, self.basis, self.empty):
            right.addWidget(line)
        right.addWidget(self.found, 1)
        right.addStretch()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 8)
        outer.setSpacing(16)
        outer.addWidget(panel)
        outer.addLayout(right, 1)

    # what is shown

    def refresh(self) -> None:
        """Show the current variant's wish, and what was found for it."""
        variant = self.state.current
        wish = (variant.wish if variant else None) or first_wish()
        if wish != self.choices.wish:
            self.choices.show_wish(wish)
        advice = variant.advice if variant else None
        self.found.show_advice(advice)
        self.found.setVisible(advice is not None)
        self.empty.setVisible(advice is None)
        self.stale.setVisible(advice is not None and variant is not None and advice.space.study != variant.study)
        for line in (self.answer, self.basis):
            line.setVisible(advice is not None)
        self.said.setVisible(bool(self.said.text()))
        if advice is not None:
            sentences = next_level_sentences(advice, self.language, self.num)
            self.answer.setText(" ".join(sentences[:2]))
            self.found.show_answer(sentences)
            self.basis.setText(self._say_basis(advice))
        self._show_size()
        self._show_progress()

    def _say_basis(self, advice: Advice) -> str:
        """Say how was searched, and how the points were checked."""
        tr = self.tr_
        if advice.method == "exhaustive":
            said = [tr("All {count} allowed combinations were worked out.").format(count=advice.evaluated)]
        else:
            words = tr("NSGA-II with seed {seed} worked out {count} of {size} combinations; others may be better.")
            size = self.num(float(advice.space.size))
            said = [words.format(seed=advice.seed, count=advice.evaluated, size=size)]
        check = advice.verification
        if check is not None:
            text = (
                tr("{count} points were assessed once more by themselves: same figures.")
                if check.holds
                else tr("{count} points were assessed once more by themselves: figures differ.")
            )
            said.append(text.format(count=check.points))
        if advice.evaluated - len(advice.refused) > len(advice.points):
            said.append(tr("Of the beaten ones {count} are shown.").format(count=MOST_BEATEN))
        if advice.refused:
            said.append(tr("{count} cannot be built.").format(count=len(advice.refused)))
        if not advice.currency:
            said.append(tr("Cost is not looked at: the program has no prices."))
        return " ".join(said)

    def _show_size(self) -> None:
        """Say how many combinations there are and, where that was measured, how long they take."""
        tr, variant, wish = self.tr_, self.state.current, self.choices.wish
        self.how.setText("")
        if variant is None:
            self.size.setText("")
            return
        try:
            space = make_space(variant.study, wish.levels, wish.rules)
        except UserError as error:
            self.size.setText(" ".join(self.say(issue) for issue in error.issues))
            self.start.setEnabled(False)
            return
        known = self._estimates.get(self._estimate_key(variant, wish))
        words = tr("{count} combinations").format(count=self.num(float(space.size)))
        if known is None:
            self.size.setText(f"{words}; {tr('the time is being measured')}" if self.ready else words)
            if self.ready is not None and not self._running and self.isVisible():
                self._rest.start()
        else:
            time_words = tr("about {time} ({years} hourly years)").format(
                time=self._say_time(known.seconds), years=self.num(float(known.years))
            )
            self.size.setText(f"{words}, {time_words}")
            text = (
                tr("All are worked out, in full detail.")
                if known.method == "exhaustive"
                else tr("NSGA-II works out at most {count}, seed {seed}.").format(count=known.evaluated, seed=wish.seed)
            )
            self.how.setText(text)
        running = self._running.get(variant.number)
        self.start.setEnabled(self.ready is not None and running is None and bool(wish.objectives))

    def _say_time(self, seconds: float) -> str:
        tr = self.tr_
        if seconds < 90.0:
            return tr("{count} s").format(count=self.num(float(max(1, round(seconds)))))
        if seconds < 5400.0:
            return tr("{count} min").format(count=self.num(float(round(seconds / 60.0))))
        return tr("{count} h").format(count=self.num(round(seconds / 3600.0, 1)))

    def _show_progress(self) -> None:
        variant = self.state.current
        running = self._running.get(variant.number) if variant is not None else None
        self.stop.setVisible(running is not None)
        self.bar.setVisible(running is not None)
        if running is None:
            return
        self.start.setEnabled(False)
        started, share = running
        self.bar.setValue(round(1000.0 * share))
        passed = time.monotonic() - started
        if passed > _SAY_LEFT_S and share > 0.02:
            left = self._say_time(passed / share - passed)
            self.how.setText(self.tr_("{share} %, about {time} left").format(share=round(100.0 * share), time=left))

    # what a person does

    def search(self) -> None:
        """Have the worker search."""
        variant = self.ready
        if variant is not None and variant.number not in self._running:
            self._rest.stop()
            self._say("")
            self._running[variant.number] = (time.monotonic(), 0.0)
            self.asked.emit("improve", (self.choices.wish,))
            self._show_progress()

    def _stop(self) -> None:
        self._say(self.tr_("Stopping…"))
        self.asked.emit("stop", ("improve",))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def explain(self) -> None:
        """Put the cursor on what the chosen point changes."""
        self.found.detail.setFocus()

    def find(self) -> None:
        """Put the cursor into the list of measures."""
        self.choices.table.setFocus()

    def _wish_changed(self, wish: Wish) -> None:
        if self.state.current is not None:
            self.state.set_wish(self.state.current, wish)
        self._show_size()

    def _estimate_key(self, variant: Variant, wish: Wish) -> tuple[object, ...]:
        levels = tuple(sorted((key, tuple(map(str, items))) for key, items in wish.levels.items()))
        return variant.number, variant.shown, levels, wish.rules, wish.costs, wish.method, wish.evaluations

    def _ask_estimate(self) -> None:
        variant, wish = self.ready, self.choices.wish
        if variant is not None and not self._running and self._estimate_key(variant, wish) not in self._estimates:
            self._measured[variant.number] = self._estimate_key(variant, wish)
            self.asked.emit("improve_estimate", (wish,))

    # what happens

    def _moved_on(self, variant: Variant, what: str, share: float) -> None:
        if what == "improve":
            started, _ = self._running.get(variant.number, (time.monotonic(), 0.0))
            self._running[variant.number] = (started, share)
            if variant is self.state.current:
                self._show_progress()

    def told(self, variant: Variant | None, what: str, value: object, issues: Sequence[Issue]) -> None:
        """Take what a search found, or why there is nothing; what was found before stays."""
        is_shown = variant is self.state.current
        if what == "improve_estimate":
            key = self._measured.pop(variant.number, None)
            if isinstance(value, Estimate) and key is not None:
                self._estimates[key] = value
            if is_shown and value is not None:
                self._show_size()
            elif is_shown and issues:
                self.size.setText(" ".join(self.say(issue) for issue in issues))
            return
        if what != "improve":
            return
        self._running.pop(variant.number, None)
        words = ""
        if isinstance(value, Advice):
            self.state.set_advice(variant, value)
        elif issues:
            words = self.tr_("The search failed: {reason}").format(reason=" ".join(self.say(item) for item in issues))
        else:
            words = self.tr_("The search was stopped.")
        if words and variant.advice is not None:
            words = f"{words} {self.tr_('What was found before stays.')}"
        if is_shown:
            self._say(words)
            self.refresh()
