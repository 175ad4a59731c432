"""hourly.parquet: one row an hour; outdoor columns, then ``<quantity>/<room GlobalId>`` with unit as metadata."""

from __future__ import annotations

import io
from typing import Any

from bldgassess.pipeline.assessment import Assessment

#: Fields of ``HourlyResult`` of shape (zones, 8760) with their units.
ZONE_QUANTITIES: tuple[tuple[str, str], ...] = (
    ("t_air_c", "degC"),
    ("t_rad_c", "degC"),
    ("t_op_c", "degC"),
    ("rh_fraction", "-"),
    ("q_heat_w", "W"),
    ("q_cool_w", "W"),
    ("q_latent_w", "W"),
    ("people", "-"),
    ("lighting_w", "W"),
    ("equipment_w", "W"),
    ("outdoor_air_m3_s", "m3/s"),
    ("mech_air_m3_s", "m3/s"),
    ("solar_w", "W"),
)
#: Fields of ``Weather`` with their units.
OUTDOOR_QUANTITIES: tuple[tuple[str, str], ...] = (
    ("t_out_c", "degC"),
    ("rh_out_fraction", "-"),
    ("ghi_w_m2", "W/m2"),
    ("dni_w_m2", "W/m2"),
    ("dhi_w_m2", "W/m2"),
    ("wind_m_s", "m/s"),
)


def hourly_bytes(assessment: Assessment) -> bytes:
    """Return the bytes of hourly.parquet; the same result gives the same bytes with the same pyarrow."""
    import numpy as np
    import pyarrow as pa

    hourly, weather = assessment.hourly, assessment.weather
    hours = hourly.hot_water_w.shape[0]
    fields = [pa.field("hour", pa.int32(), nullable=False, metadata={"unit": "h", "name": "hour of the year, 0 first"})]
    columns = [pa.array(np.arange(hours, dtype=np.int32))]
    for name, unit in OUTDOOR_QUANTITIES:
        fields.append(pa.field(f"outdoor/{name}", pa.float64(), nullable=False, metadata={"unit": unit}))
        columns.append(pa.array(getattr(weather, name)))
    fields.append(pa.field("hot_water_w", pa.float64(), nullable=False, metadata={"unit": "W"}))
    columns.append(pa.array(hourly.hot_water_w))
    for name, unit in ZONE_QUANTITIES:
        values = getattr(hourly, name)
        for index, zone in enumerate(hourly.zones):
            metadata = {"unit": unit, "room": zone.name.encode("utf-8", "replace").decode(), "use": zone.use}
            fields.append(pa.field(f"{name}/{zone.guid}", pa.float64(), nullable=False, metadata=metadata))
            columns.append(pa.array(np.ascontiguousarray(values[index])))
    return parquet_bytes(pa.Table.from_arrays(columns, schema=pa.schema(fields)))


def parquet_bytes(table: Any) -> bytes:  # noqa: ANN401 - a pyarrow table
    """Return the bytes of a table; the same table gives the same bytes with the same pyarrow."""
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd", use_dictionary=False, write_statistics=False)
    return stream.getvalue()
