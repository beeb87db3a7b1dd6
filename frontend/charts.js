// A benefit's course: what was planned, what was measured, what is forecast. Always beside its table.
import { LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([AriaComponent, GridComponent, LegendComponent, LineChart, SVGRenderer, TooltipComponent]);

// A line is told from the others by its form, not by its colour alone.
const FORMS = {
  plan: { lineStyle: { type: "dashed" }, symbol: "none", colour: "--ds-color-neutral-border-strong" },
  measured: { lineStyle: { type: "solid" }, symbol: "circle", colour: "--ds-color-accent-base-default" },
  forecast: { lineStyle: { type: "dotted" }, symbol: "emptyCircle", colour: "--ds-color-accent-text-subtle" },
};

function lineOf({ kind, name, points }, style) {
  const { colour, ...form } = FORMS[kind];
  return { type: "line", name, data: points, symbolSize: 9, color: style.getPropertyValue(colour).trim(), ...form };
}

// `source`: { description, unit, language, lines: [{ kind: "plan" | "measured" | "forecast", name, points: [["2026-12-31", 12.5], …] }] }
export function draw(figure, source) {
  const style = getComputedStyle(figure);
  const number = new Intl.NumberFormat(source.language);
  const chart = init(figure, null, { renderer: "svg" });
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: source.description } },
    textStyle: { fontFamily: style.fontFamily },
    grid: { left: 8, right: 16, bottom: 8, top: 48, containLabel: true },
    legend: { top: 0, left: 0 },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => `${number.format(value)} ${source.unit}` },
    xAxis: { type: "time" },
    yAxis: { type: "value", name: source.unit, scale: true, axisLabel: { formatter: (value) => number.format(value) } },
    series: source.lines.map((line) => lineOf(line, style)),
  });
  new ResizeObserver(() => chart.resize()).observe(figure);
}
