// A benefit's course: the baseline, the path that was expected, the targets, what was measured. Always above its table.
import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { drawBars } from "./charts-bars.js";
import { overTime } from "./charts-over-time.js";

use([AriaComponent, CustomChart, GridComponent, LegendComponent, LineChart, MarkLineComponent, ScatterChart, SVGRenderer, TooltipComponent]);

const SHAPES = ["rect", "triangle", "roundRect", "pin"];
const YEAR = 365 * 24 * 3600 * 1000;
// A line is broken where something else is counted: figures on both sides are not one course.
function broken(points, days) {
  const out = [];
  for (const point of points) {
    const last = out.at(-1);
    if (last && days.some((day) => last.value[0] < day && day <= point.value[0])) out.push({ value: [point.value[0], "-"] });
    out.push(point);
  }
  return out;
}
const dated = (marks) => marks.filter((mark) => mark.day && mark.figure !== null);
const place = (mark) => ({ value: [mark.day, Number(mark.figure)], mark });

// A range is a bar with two caps, so that it is seen without colour.
function rangeBar(colour) {
  return (_params, api) => {
    const [low, high] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])];
    const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 2 } });
    const [x, cap] = [low[0], 5];
    return { type: "group", children: [line(x, low[1], x, high[1]), line(x - cap, low[1], x + cap, low[1]), line(x - cap, high[1], x + cap, high[1])] };
  };
}

function figureText(mark, source, number) {
  const ends = mark.low !== null && mark.high !== null ? [mark.low, mark.high] : [mark.figure];
  return `${ends.map((end) => number.format(Number(end))).join("–")} ${source.unit}`.trim();
}

// Each line is told from the others by its form, not by its colour alone.
function seriesOf(source, colour, number, showsToday) {
  const { words } = source;
  const measured = dated(source.measurements);
  const ranges = measured.filter((mark) => mark.low !== null && mark.high !== null);
  const baseline = dated([source.baseline].filter(Boolean));
  const undated = source.targets.filter((mark) => !mark.day && mark.figure !== null);
  const say = (name) => ({ formatter: ({ data }) => `${name}, ${data.mark.label}\n${figureText(data.mark, source, number)}` });
  const today = { xAxis: source.today, label: { formatter: words.today, color: colour.quiet }, lineStyle: { type: "solid", color: colour.rule } };
  const starts = source.series.map(({ day }) => ({ xAxis: day, label: { formatter: words.new_series, color: colour.text, position: "end", align: "left", offset: [6, 20] }, lineStyle: { type: "dotted", width: 2, color: colour.text } }));
  const others = source.references.map(({ name, marks }, index) => ({ type: "line", name, data: dated(marks).map(place), symbol: SHAPES[index % SHAPES.length], symbolSize: 8, color: colour.quiet, lineStyle: { type: "dotted", width: 1.5 }, tooltip: say(name), markLine: { silent: true, symbol: "none", data: marks.filter((mark) => !mark.day && mark.figure !== null).map((mark) => ({ yAxis: Number(mark.figure), label: { formatter: name, position: "insideStartTop", color: colour.quiet }, lineStyle: { type: "dotted", color: colour.quiet } })) } }));
  const last = measured.at(-1);
  const ahead = dated(source.forecasts).map(place);
  const forecast = last && ahead.length && last.day < ahead[0].value[0] ? [{ ...place(last), symbol: "none" }, ...ahead] : ahead;
  const points = measured.map((mark) => ({ ...place(mark), symbol: mark.state === "verified" ? "circle" : "emptyCircle" }));
  const limits = undated.map((mark) => ({ yAxis: Number(mark.figure), label: { formatter: words.targets, position: "insideStartTop", color: colour.target }, lineStyle: { type: "dashed", color: colour.target } }));
  return [
    { type: "line", name: words.path, data: source.path.map(([day, figure]) => [day, Number(figure)]), symbol: "none", color: colour.rule, lineStyle: { type: "dashed", width: 2 }, tooltip: { show: false } },
    { type: "scatter", name: words.targets, data: dated(source.targets).map(place), symbol: "diamond", symbolSize: 14, color: colour.target, tooltip: say(words.targets), markLine: { silent: true, symbol: "none", data: [...(showsToday ? [today] : []), ...starts, ...limits] } },
    { type: "scatter", name: words.promised, data: dated(source.promised).map(place), symbol: "emptyDiamond", symbolSize: 16, color: colour.target, tooltip: say(words.promised) },
    ...others,
    { type: "line", name: words.rolling, data: source.rolling.map(([day, figure]) => [day, Number(figure)]), symbol: "none", color: colour.text, lineStyle: { width: 1.5 }, tooltip: { show: false } },
    { type: "line", name: words.forecast, data: forecast, symbol: "emptyTriangle", symbolSize: 10, color: colour.measured, lineStyle: { type: "dotted", width: 2 }, tooltip: say(words.forecast) },
    { type: "scatter", name: words.baseline, data: baseline.map(place), symbol: "rect", symbolSize: 10, color: colour.quiet, tooltip: say(words.baseline) },
    { type: "custom", name: words.range, data: ranges.map((mark) => [mark.day, Number(mark.low), Number(mark.high)]), renderItem: rangeBar(colour.measured), color: colour.measured, tooltip: { show: false } },
    { type: "line", name: words.measured, data: broken(points, source.series.map(({ day }) => day)), symbolSize: 9, color: colour.measured, lineStyle: { width: 2.5 }, tooltip: say(words.measured) },
  ].filter((series) => series.data.length || series.markLine?.data.length);
}

// `source`: what projects/reports/chart.py gives, with `language`, `description` and the words of the legend.
export function draw(figure, source) {
  if (source.kind === "bars") return drawBars(figure, source);
  const style = getComputedStyle(figure);
  const named = (name) => style.getPropertyValue(`--ds-color-${name}`).trim();
  const colour = { measured: named("accent-base-default"), target: named("success-text-subtle"), rule: named("neutral-border-default"), quiet: named("neutral-text-subtle"), text: named("neutral-text-default"), grid: named("neutral-border-subtle") };
  const chart = init(figure, null, { renderer: "svg" });
  chart.setOption(source.labels ? overTime(source, colour, style.fontFamily) : courseOf(source, colour, style.fontFamily, figure.clientWidth < 480));
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", source.description);
  new ResizeObserver(() => chart.resize()).observe(figure);
}

function courseOf(source, colour, fontFamily, narrow) {
  const number = new Intl.NumberFormat(source.language);
  const marks = dated([...source.measurements, ...source.targets, ...source.promised, ...source.forecasts, ...source.references.flatMap(({ marks }) => marks), source.baseline].filter(Boolean));
  const known = [...marks.map((mark) => mark.day), ...source.path.map(([day]) => day)].map((day) => Date.parse(day));
  const [first, last, today] = [Math.min(...known), Math.max(...known), Date.parse(source.today)];
  const showsToday = today >= first && today - last < (last - first) / 2;
  const end = showsToday ? Math.max(last, today) : last;
  const margin = Math.max(end - first, YEAR / 12) * 0.02;
  const series = seriesOf(source, colour, number, showsToday);
  const shown = series.filter(({ data }) => data.length).map(({ name }) => name);
  const month = new Intl.DateTimeFormat(source.language, { month: "short" });
  const dayOf = (value) => (new Date(value).getMonth() === 0 ? String(new Date(value).getFullYear()) : month.format(value));
  const axis = { axisLine: { lineStyle: { color: colour.grid } }, axisTick: { show: false }, axisLabel: { color: colour.quiet, hideOverlap: true }, splitLine: { lineStyle: { color: colour.grid } } };
  return {
    animation: false,
    aria: { enabled: true, label: { description: source.description } },
    textStyle: { fontFamily, color: colour.text },
    grid: { left: 4, right: 20, bottom: 4, top: narrow ? 58 + 20 * shown.length : 78, containLabel: true },
    legend: { top: 0, left: 0, orient: narrow ? "vertical" : "horizontal", itemGap: narrow ? 7 : 16, itemWidth: 20, itemHeight: 10, textStyle: { color: colour.text, fontSize: 13 }, data: shown },
    tooltip: { trigger: "item", renderMode: "richText", confine: true },
    xAxis: { type: "time", ...axis, axisLabel: { ...axis.axisLabel, formatter: dayOf }, splitLine: { show: false }, min: first - margin, max: end + margin, minInterval: end - first > 3 * YEAR ? YEAR : 0 },
    yAxis: { type: "value", name: source.unit, nameTextStyle: { color: colour.quiet, align: "left" }, nameGap: 26, scale: true, ...axis, axisLabel: { color: colour.quiet, formatter: (value) => number.format(value) } },
    series,
  };
}
