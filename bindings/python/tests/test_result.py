# SPDX-License-Identifier: Apache-2.0
"""The one result type: its shapes, tables and pictures."""
import copy
import dataclasses
import pickle

import numpy as np
import pytest
from conftest import need

import bonemodel as bm

SPINE, SCORE = "bmd_change.lumbar_spine", "t_score.total_hip"
TIMES = [0.0, 365.25, 730.5]
KEYS = ["arm", "time_days", "observable", "unit"]
COLUMNS = [*KEYS, "value", "sd", "p05", "p50", "p95", "n"]


def profile(model, **options):
    made = bm.Patient(model, {SCORE: -1.2}, age_years=61, **options)
    made.prescribe("letrozole")
    made.prescribe("zoledronic_acid", start_d=100, doses=2)
    return made


@pytest.fixture(scope="module")
def results(model):
    """A result of each kind but predictions, by kind."""
    women = bm.Cohort(profile(model), size=12)
    return {"patient": profile(model).run(TIMES, [SPINE, SCORE]), "members": women.run(TIMES, [SPINE, SCORE]),
            "summary": bm.Cohort(profile(model), size=12).run(TIMES, [SPINE, SCORE], summary=True)}


def test_a_patient(model, results):
    result = results["patient"]
    rows = profile(model).sample(TIMES, [SPINE, SCORE])
    assert np.array_equal(result[SPINE], rows[SPINE][None]) and result.units == {SPINE: "%", SCORE: "1"}
    assert result.arms == ("patient",) and result.source.startswith(f"bonemodel {bm.LIBRARY_VERSION}, calibration ")
    about = result.about["patient"]
    assert "letrozole" in about.who and [each.agent for each in about.treatments] == ["letrozole", "zoledronic_acid"]
    assert about.treatments[1].start_d == 100 and 400 < about.treatments[1].stop_d < 1000
    with pytest.raises(KeyError, match="allowed are bmd_change.lumbar_spine, t_score.total_hip"):
        result["bmd_change.total_hip"]
    assert repr(result) == "<Result, patient: patient, 3 times to day 730.5: bmd_change.lumbar_spine [%], t_score.total_hip [1]>"


def test_members_and_their_summary(model, results):
    result, summary = results["members"], results["summary"]
    assert result.members.shape == (1, 12, 3, 2) and result[SPINE].shape == (1, 12, 3)
    values = bm.Cohort(profile(model), size=12).sample(TIMES, [SPINE, SCORE])
    assert np.array_equal(result.members[0], values) and "of 12 members" in repr(result)
    assert list(summary.statistics) == COLUMNS[4:] and (summary.statistics["n"] == 12).all()
    for name, column in result.summary().statistics.items():
        assert np.allclose(column, summary.statistics[name], rtol=1e-12, atol=1e-12), name
    assert list(result.summary([2.5, 97.5, 100]).statistics) == ["value", "sd", "p025", "p975", "p100", "n"]
    with pytest.raises(ValueError, match="allowed is 'members'"):
        summary.summary()


def test_a_member_that_fails_is_left_out(model):
    women = bm.Cohort(bm.Patient(model, max_steps=1), size=3)
    result = women.run([365.25], SPINE)
    assert np.isnan(result.members).all() and [each.member for each in result.about["cohort"].failures] == [0, 1, 2]
    summary = result.summary()
    assert (summary.statistics["n"] == 0).all() and np.isnan(summary.statistics["value"]).all()


def test_columns(results):
    columns = results["patient"].columns()
    assert list(columns) == COLUMNS and [len(column) for column in columns.values()] == [6] * 10
    assert columns["observable"].tolist() == [SPINE] * 3 + [SCORE] * 3 and columns["time_days"].tolist() == TIMES * 2
    assert columns["value"].tolist() == [*results["patient"][SPINE][0], *results["patient"][SCORE][0]]
    members = results["members"].columns()
    assert list(members) == ["arm", "member", "time_days", "observable", "unit", "value"]
    at = (members["member"] == 7) & (members["time_days"] == 365.25) & (members["observable"] == SCORE)
    assert members["value"][at].tolist() == [results["members"].members[0, 7, 1, 1]]


@pytest.mark.parametrize("kind", ["patient", "members", "summary"])
def test_tables_agree(results, kind):
    result = results[kind]
    columns = result.columns()
    frame = need("pandas") and result.to_pandas()
    assert list(frame.columns) == list(columns)
    for name, values in columns.items():
        column = frame[name].to_numpy()
        assert np.array_equal(column, values) or np.array_equal(column, values, equal_nan=True)
    polars = need("polars")
    table = result.to_polars()
    assert table.columns == list(columns) and table.height == len(columns["arm"])
    for name, values in columns.items():
        if values.dtype == object:
            assert table[name].to_list() == values.tolist()
        else:
            assert np.array_equal(table[name].cast(polars.Float64).to_numpy(), values.astype(float), equal_nan=True)
    if kind == "patient":
        assert table["sd"].null_count() == table.height and table["value"].null_count() == 0


def test_an_arrow_stream_needs_no_pyarrow(results):
    nanoarrow = need("nanoarrow")
    for result in results.values():
        stream = nanoarrow.ArrayStream(result)
        table = stream.read_all()
        assert [field.name for field in table.schema.fields] == list(result.columns())
        rows = table.to_pylist()
        assert rows[1]["value"] == result.columns()["value"][1] and rows[1]["arm"] == result.arms[0]
    for _ in range(3):
        results["patient"].__arrow_c_stream__()  # one that nobody reads goes by itself


def test_what_is_missing_is_null(results):
    values = results["members"].members.copy()
    values[0, [1, 4, 11], :, 0] = np.nan
    result = dataclasses.replace(results["members"], members=values)
    column = need("polars") and result.to_polars()["value"]
    assert column.is_null().to_numpy().tolist() == np.isnan(result.columns()["value"]).tolist() and column.null_count() == 9


def test_xarray(model, results):
    xarray = need("xarray")
    for kind, second in (("patient", "member"), ("members", "member"), ("summary", "statistic")):
        data = results[kind].to_xarray()
        assert isinstance(data, xarray.Dataset) and data[SPINE].dims == ("arm", second, "time")
        assert data[SPINE].attrs["units"] == "%" and data["time"].attrs["units"] == "d" and bm.CAVEAT in data.attrs["comment"]
    assert float(results["members"].to_xarray()[SCORE].sel(member=5, time=730.5)[0]) == results["members"].members[0, 5, 2, 1]
    mean = results["summary"].to_xarray()[SCORE].sel(statistic="value")
    assert np.array_equal(mean.values, results["summary"].statistics["value"][..., 1])
    dated = profile(model, day0="2026-11-30").run([0, 365.25], SPINE).to_xarray()
    assert str(dated["date"].values[1])[:13] == "2027-11-30T06"


def test_arms(model, results):
    other = bm.Patient(model, {SCORE: -1.2}, age_years=61).run(TIMES, [SPINE, SCORE])
    both = bm.Result.of_arms({"treated": results["patient"], "not": other}, title="Two")
    assert both.arms == ("treated", "not") and both.title == "Two" and both[SPINE].shape == (2, 3)
    assert both.columns()["arm"].tolist() == ["treated"] * 6 + ["not"] * 6
    for wrong in ({}, {"a": other, "b": results["members"]}, {"a": other, "b": other.__class__.of_arms({"x": other, "y": other})},
                  {"a": other, "b": bm.Patient(model).run(TIMES, SPINE)}):
        with pytest.raises(ValueError, match="of_arms"):
            bm.Result.of_arms(wrong)


@pytest.mark.parametrize("kind", ["patient", "members", "summary"])
def test_plot(results, kind, tmp_path):
    need("matplotlib")
    figure = results[kind].plot(members=3)
    texts = [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]
    assert any(bm.CAVEAT in text for text in texts) and "Lumbar spine density, change [%]" in texts
    assert "T-score, total hip" in texts
    spine, score = figure.axes
    levels = [line.get_ydata()[0] for line in score.lines if len(line.get_ydata()) == 2 and len(set(line.get_ydata())) == 1]
    assert -1.0 in levels  # of the T-score, near which she is
    assert len(spine.collections) == (0 if kind == "patient" else 1)  # the band
    marked = {line.get_label(): (line.get_marker(), line.get_xdata()[0] * 30.4375 if False else line.get_xdata()[0])
              for line in spine.lines if line.get_marker() in "<>"}
    assert set(marked) == {"_letrozole", "_zoledronic_acid"}
    figure.savefig(tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes()[1:4] == b"PNG"
    assert len(results[kind].plot(SPINE).axes) == 1
    with pytest.raises(KeyError, match="allowed are"):
        results[kind].plot("bmd.total_hip")


def test_html(model, results):
    for result in results.values():
        text = result._repr_html_()
        assert text.count("<tr>") == 3 and bm.CAVEAT in text and "Lumbar spine" in text
    odd = bm.Patient(model, age_years=30, years_since_menopause=-20)
    odd.prescribe("letrozole")
    text = bm.Result.of_arms({"<script>": odd.run([10], SPINE)})._repr_html_()
    assert "<script>" not in text and "outside the calibrated domain" in text


def test_pickle_and_copy(results):
    for result in results.values():
        for again in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
            assert again.columns().keys() == result.columns().keys() and repr(again) == repr(result)
            assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
                       for a, b in zip(again.columns().values(), result.columns().values()))
