"""The one statement that computes the portfolio by unit: the contract's rules, as far as generated figures need them.

All indicators measure levels, have one exact, dated target, and a baseline on the day the effect begins.
"""

PORTFOLIO = """
WITH figures AS (
    SELECT benefit.id, benefit.project_id, project.unit_id, indicator.unit AS measured_in, benefit.kind,
        project.state IN ('closed', 'stopped') AS has_ended, indicator.direction,
        indicator.baseline_value AS b, indicator.baseline_date AS begin, target.value AS t, target.due_date,
        newest.value AS v, newest.period_end, verified.value AS verified
    FROM projects_benefit benefit
    JOIN projects_project project ON project.id = benefit.project_id
    JOIN projects_indicator indicator ON indicator.benefit_id = benefit.id
    JOIN projects_target target ON target.indicator_id = indicator.id
    LEFT JOIN LATERAL (
        SELECT value, period_end FROM projects_measurement
        WHERE indicator_id = indicator.id AND state IN ('reported', 'verified') AND period_end <= current_date
        ORDER BY period_end DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
        SELECT value FROM projects_measurement
        WHERE indicator_id = indicator.id AND state = 'verified' AND period_end <= current_date
        ORDER BY period_end DESC LIMIT 1
    ) verified ON true
    WHERE project.organisation_id = %(organisation)s AND benefit.state <> 'withdrawn'
      AND project.state NOT IN ('draft', 'rejected', 'stopped')
), paced AS (
    SELECT *, CASE direction WHEN 'increase' THEN v >= t ELSE v <= t END AS met,
        (v - b) / nullif((t - b) * (period_end - begin) / nullif(due_date - begin, 0), 0) AS pace
    FROM figures
), judged AS (
    SELECT *, CASE WHEN v IS NULL THEN 'unknown' WHEN NOT has_ended AND current_date > period_end + 166 THEN 'unknown'
        WHEN period_end >= due_date THEN CASE WHEN met THEN 'achieved' ELSE 'missed' END
        WHEN has_ended OR current_date > due_date + 74 THEN 'unknown' WHEN met THEN 'on_track'
        WHEN pace >= 0.9 THEN 'on_track' WHEN pace >= 0.75 THEN 'at_risk' ELSE 'off_track' END AS status
    FROM paced
), sums AS (
    SELECT unit_id, measured_in, kind, sum(abs(t - b)) AS promised,
        sum(CASE direction WHEN 'increase' THEN verified - b ELSE b - verified END) AS verified,
        count(*) FILTER (WHERE verified IS NULL) AS unknown
    FROM judged GROUP BY unit_id, measured_in, kind
), counts AS (
    SELECT unit_id, count(DISTINCT project_id) AS projects, count(*) AS benefits,
        count(*) FILTER (WHERE status = 'on_track') AS on_track, count(*) FILTER (WHERE status = 'at_risk') AS at_risk,
        count(*) FILTER (WHERE status = 'off_track') AS off_track, count(*) FILTER (WHERE status = 'unknown') AS unknown
    FROM judged GROUP BY unit_id
)
SELECT json_agg(row)::text FROM (
    SELECT unit.name, counts.*, (SELECT json_agg(sums) FROM sums WHERE sums.unit_id = counts.unit_id) AS sums
    FROM counts JOIN register_unit unit ON unit.id = counts.unit_id ORDER BY unit.name
) row
"""
