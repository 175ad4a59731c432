"""Eight numbers at a time for compiled code: arithmetic on vectors of the processor, the same bits on every machine.

``Lanes`` holds eight floats and ``Mask`` eight yes-or-nos; the compiler maps them to what the processor has. Each lane
is worked out alone by IEEE operations, so that a result does not depend on its neighbours or on the vector's width.

numba keeps compiled code by the file of the function that is called: after a change here, touch ``kernel.py`` and
``rays.py``, or what was compiled before goes on being used.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic, models, overload, register_model
from numba.np.arrayobj import make_array

#: Numbers in one ``Lanes``.
LANES = 8

_REAL, _WHOLE = ir.VectorType(ir.DoubleType(), LANES), ir.VectorType(ir.IntType(64), LANES)
_FLOAT_BYTES = 8
_SIGNS = ir.VectorType(ir.IntType(1), LANES)
#: log2(x) / (x - 1) on 1..2 and 2^x on -0.5..0.5, Chebyshev nodes; together within 2.5e-7 of x^y for y up to 1.
_LOG = (3.481264105656029, -4.993115911442363, 5.806723609795023, -4.592986195535741, 2.3898585944812467,
        -0.7842600335598604, 0.14728757546623683, -0.012077020270226058)  # fmt: skip
_EXP = (1.0000000754548972, 0.6931471880262273, 0.2402210748530968, 0.05550357114222094, 0.009676031918255982,
        0.001339086336353527)  # fmt: skip
#: Doubles whose last bits count: adding rounds to a whole number (1.5 x 2^52), or reads bits as one (2^52).
_ROUND, _WHOLES = 1.5 * 2.0**52, 2.0**52
_ROUND_BITS, _WHOLES_BITS = 0x4338000000000000, 0x4330000000000000
_MANTISSA, _ONE_BITS, _MANTISSA_LENGTH, _BIAS = 0x000FFFFFFFFFFFFF, 0x3FF0000000000000, 52, 1023.0


class _LanesType(types.Type):
    def __init__(self) -> None:
        super().__init__(name="Lanes")


class _MaskType(types.Type):
    def __init__(self) -> None:
        super().__init__(name="Mask")


lanes, mask = _LanesType(), _MaskType()


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _REAL)


@register_model(_MaskType)
class _MaskModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _SIGNS)


Emit = Callable[..., Any]


def _all(value: float) -> ir.Constant:
    return ir.Constant(_REAL, [value] * LANES)


def _bits(value: int) -> ir.Constant:
    return ir.Constant(_WHOLE, [value] * LANES)


def _of_two(emit: Emit, first: Any, second: Any, result: Any) -> Any:
    """Make a function of compiled code of two values from one that emits its instructions."""

    def typed(_context: Any, a: Any, b: Any) -> Any:
        if (a, b) != (first, second):
            return None
        return result(first, second), lambda _c, builder, _s, values: emit(builder, *values)

    return intrinsic(typed)


def _of_one(emit: Emit, kind: Any, result: Any) -> Any:
    """Make a function of compiled code of one value from one that emits its instructions."""

    def typed(_context: Any, a: Any) -> Any:
        return (result(kind), lambda _c, builder, _s, values: emit(builder, *values)) if a == kind else None

    return intrinsic(typed)


def _emit_splat(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    first = builder.insert_element(ir.Constant(_REAL, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, first, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))


def _emit_library(name: str) -> Emit:
    def emit(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
        kind = ir.FunctionType(_REAL, [_REAL])
        return builder.call(get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f64"), [value])

    return emit


def _emit_polynomial(builder: ir.IRBuilder, value: ir.Value, terms: tuple[float, ...]) -> ir.Value:
    found: ir.Value = _all(terms[-1])
    for term in terms[-2::-1]:
        found = builder.fadd(builder.fmul(found, value), _all(term))
    return found


def _emit_power(builder: ir.IRBuilder, value: ir.Value, exponent: ir.Value) -> ir.Value:
    """x^y = 2^(y log2 x), from the exponent's and mantissa's bits of x >= 0."""
    word = builder.bitcast(value, _WHOLE)
    scale = builder.or_(builder.lshr(word, _bits(_MANTISSA_LENGTH)), _bits(_WHOLES_BITS))
    whole = builder.fsub(builder.bitcast(scale, _REAL), _all(_WHOLES + _BIAS))
    part = builder.or_(builder.and_(word, _bits(_MANTISSA)), _bits(_ONE_BITS))
    mantissa = builder.bitcast(part, _REAL)
    curve = _emit_polynomial(builder, mantissa, _LOG)
    log = builder.fadd(whole, builder.fmul(curve, builder.fsub(mantissa, _all(1.0))))
    wanted = builder.fmul(exponent, log)
    rounded = builder.fadd(wanted, _all(_ROUND))
    rest = builder.fsub(wanted, builder.fsub(rounded, _all(_ROUND)))
    raised = builder.bitcast(_emit_polynomial(builder, rest, _EXP), _WHOLE)
    steps = builder.sub(builder.bitcast(rounded, _WHOLE), _bits(_ROUND_BITS))
    return builder.bitcast(builder.add(raised, builder.shl(steps, _bits(_MANTISSA_LENGTH))), _REAL)


def _emit_place(builder: ir.IRBuilder, context: Any, kind: Any, array: ir.Value, at: ir.Value) -> ir.Value:
    """Address of eight neighbours in a flat array of floats."""
    data = make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), _REAL.as_pointer())


@intrinsic
def load(_context: Any, array: Any, at: Any) -> Any:
    """Return the eight floats of a flat array that begin at an index; the caller sees to the bounds."""

    def emit(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> ir.Value:
        place = _emit_place(builder, context, signature.args[0], *values)
        return builder.load(place, align=_FLOAT_BYTES)

    return lanes(array, types.intp), emit


@intrinsic
def store(_context: Any, array: Any, at: Any, value: Any) -> Any:
    """Put eight floats into a flat array from an index on; the caller sees to the bounds."""

    def emit(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> ir.Value:
        builder.store(values[2], _emit_place(builder, context, signature.args[0], *values[:2]), align=_FLOAT_BYTES)
        return context.get_dummy_value()

    return types.void(array, types.intp, lanes), emit


@intrinsic
def select(_context: Any, where: Any, yes: Any, no: Any) -> Any:
    """Lane by lane, the first value where the mask says so and the second elsewhere."""
    return lanes(mask, lanes, lanes), lambda _c, builder, _s, values: builder.select(*values)


splat = _of_one(_emit_splat, types.float64, lanes)
root = _of_one(_emit_library("sqrt"), lanes, lanes)
absolute = _of_one(_emit_library("fabs"), lanes, lanes)
_power = _of_two(_emit_power, lanes, lanes, lanes)
_larger = _of_two(lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), b, a), lanes, lanes, lanes)
_smaller = _of_two(lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), a, b), lanes, lanes, lanes)
_less = _of_two(lambda builder, a, b: builder.fcmp_ordered("<", a, b), lanes, lanes, mask)
_more = _of_two(lambda builder, a, b: builder.fcmp_ordered(">", a, b), lanes, lanes, mask)


def _mixed(function: Any, a: Any, b: Any) -> Any:
    """Implementation for two ``Lanes``, or one and a number that then stands in every lane."""
    if a is lanes and b is lanes:
        return lambda a, b: function(a, b)
    if a is lanes and isinstance(b, types.Float):
        return lambda a, b: function(a, splat(b))
    if b is lanes and isinstance(a, types.Float):
        return lambda a, b: function(splat(a), b)
    return None


def power(a: Any, b: Any) -> Any:
    """Raise numbers of at least 0 to a power up to 3; ``Lanes`` to within 1e-6."""
    return a**b


def larger(a: Any, b: Any) -> Any:
    """Return the larger of two numbers, lane by lane."""
    return max(a, b)


def smaller(a: Any, b: Any) -> Any:
    """Return the smaller of two numbers, lane by lane."""
    return min(a, b)


def _define(symbol: Any, function: Any) -> None:
    overload(symbol)(lambda a, b: _mixed(function, a, b))


def _arithmetic(method: str) -> Any:
    return _of_two(lambda builder, a, b: getattr(builder, method)(a, b), lanes, lanes, lanes)


for _symbol, _function in (
    (operator.add, _arithmetic("fadd")), (operator.sub, _arithmetic("fsub")), (operator.mul, _arithmetic("fmul")),
    (operator.truediv, _arithmetic("fdiv")), (operator.lt, _less), (operator.gt, _more), (power, _power),
    (larger, _larger), (smaller, _smaller),
):  # fmt: skip
    _define(_symbol, _function)
