// Plan and realised over years or quarters: the plan dashed, what is verified as a line with dots. Always above its table.
const figures = (texts) => texts.map((text) => (text === null ? null : Number(text)));

// `source`: what as_source in projects/reports/portfolio_over_time.py gives, with `language` and `description`.
export function overTime(source, colour, fontFamily) {
  const number = new Intl.NumberFormat(source.language, { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(source.language, { notation: "compact" });
  const quiet = { color: colour.quiet, hideOverlap: true };
  const say = (items) => [items[0].axisValueLabel, ...items.filter(({ value }) => typeof value === "number").map(({ seriesName, value }) => `${seriesName}: ${number.format(value)} ${source.unit}`)].join("\n");
  return {
    animation: false,
    aria: { enabled: true, label: { description: source.description } },
    textStyle: { fontFamily, color: colour.text },
    grid: { left: 4, right: 20, bottom: 4, top: 64, containLabel: true },
    legend: { top: 0, left: 0, itemGap: 16, textStyle: { color: colour.text, fontSize: 13 } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: say },
    xAxis: { type: "category", data: source.labels, axisLine: { lineStyle: { color: colour.grid } }, axisTick: { show: false }, axisLabel: quiet },
    yAxis: { type: "value", name: source.unit, nameTextStyle: { color: colour.quiet, align: "left" }, nameGap: 12, axisLabel: { ...quiet, formatter: (value) => compact.format(value) }, splitLine: { lineStyle: { color: colour.grid } } },
    series: [
      { type: "line", name: source.words.plan, data: figures(source.plan), symbol: "diamond", symbolSize: 9, color: colour.target, lineStyle: { type: "dashed", width: 2 } },
      { type: "line", name: source.words.realised, data: figures(source.realised), symbol: "circle", symbolSize: 9, color: colour.measured, lineStyle: { width: 2.5 } },
    ],
  };
}
