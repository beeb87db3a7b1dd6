// Bars side by side, by year or by group; a pattern for each series tells them apart without colour. Always above their table.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([AriaComponent, BarChart, GridComponent, LegendComponent, SVGRenderer, TooltipComponent]);

// `source`: labels, series [{name, figures}] with figures as text or null, unit, language, description.
export function drawBars(figure, source) {
  const style = getComputedStyle(figure);
  const named = (name) => style.getPropertyValue(`--ds-color-${name}`).trim();
  const colours = ["neutral-border-strong", "accent-base-default", "success-base-default", "neutral-text-default"].map(named);
  const [text, quiet, grid] = ["neutral-text-default", "neutral-text-subtle", "neutral-border-subtle"].map(named);
  const number = new Intl.NumberFormat(source.language);
  const short = new Intl.NumberFormat(source.language, { notation: "compact", maximumFractionDigits: 1 });
  const said = (value) => (value === null || value === undefined ? "–" : `${number.format(value)} ${source.unit}`);
  const chart = init(figure, null, { renderer: "svg" });
  chart.setOption({
    animation: false,
    color: colours,
    aria: { enabled: true, label: { description: source.description }, decal: { show: true } },
    textStyle: { fontFamily: style.fontFamily, color: text },
    grid: { left: 4, right: 12, bottom: 4, top: 84, containLabel: true },
    legend: { top: 0, left: 0, itemGap: 16, textStyle: { color: text, fontSize: 13 } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: said },
    xAxis: { type: "category", data: source.labels, axisLine: { lineStyle: { color: grid } }, axisTick: { show: false }, axisLabel: { color: quiet } },
    yAxis: { type: "value", name: source.unit, nameTextStyle: { color: quiet, align: "left" }, splitLine: { lineStyle: { color: grid } }, axisLabel: { color: quiet, formatter: (value) => short.format(value) } },
    series: source.series.map(({ name, figures }) => ({ type: "bar", name, data: figures.map((one) => (one === null ? null : Number(one))), barMaxWidth: 40 })),
  });
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", source.description);
  new ResizeObserver(() => chart.resize()).observe(figure);
}
