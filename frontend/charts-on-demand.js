// A chart's code is fetched only by a page that has a chart: <figure data-chart="{% static 'charts.js' %}" data-source="id">.
async function drawCharts(root) {
  for (const figure of root.querySelectorAll("[data-chart]:not([data-drawn])")) {
    figure.dataset.drawn = "";
    const charts = await import(figure.dataset.chart);
    charts.draw(figure, JSON.parse(document.getElementById(figure.dataset.source).textContent));
  }
}

drawCharts(document);
document.addEventListener("htmx:load", (event) => drawCharts(event.detail.elt.parentElement ?? document));
