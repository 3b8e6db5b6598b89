//! What a human interviewer needs, on a page or two.

use anyhow::bail;
use napkin::catalog::{Catalog, Detail, Kind};
use napkin::interview::Answers;

use super::super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::super::terminal::{Look, Tone};
use super::super::{Exit, Talk};
use super::Arguments;

/// Prints the sheet of a case: the plan with its minutes, facts to reveal, probes, traps, drills, what to look for.
pub fn print(case: Option<&str>, arguments: &Arguments, catalog: &Catalog, talk: Talk) -> anyhow::Result<Exit> {
    let Some((entry, case)) = case.and_then(|id| catalog.case(id)) else {
        bail!("a sheet is about a case: `napkin interview url-shortener --sheet`");
    };
    let look = arguments.out.look(talk.color);
    let mut page = Page {
        out: String::new(),
        look,
    };
    page.out.push_str(&format!(
        "{}\n",
        look.paint(Tone::Strong, &format!("Interviewer's sheet: {}", entry.title))
    ));
    page.part("Say", &paragraph(&case.prompt, look, look.indent()));
    let plan = super::plan(arguments, None, &Answers::default(), Some(case));
    page.plan(&plan, arguments.minutes, catalog)?;
    page.list(
        "Reveal only when asked",
        case.clarify.iter().map(|c| format!("{} {}", c.ask, c.answer)),
    );
    page.list(
        "They should arrive at",
        (case
            .functional
            .iter()
            .map(|w| format!("{}: {} ({})", w.actor, w.want, w.priority)))
        .chain(
            case.nonfunctional
                .iter()
                .map(|(quality, target)| format!("{quality}: {target}")),
        ),
    );
    page.list(
        "Numbers worth asking for",
        case.estimates
            .iter()
            .map(|e| format!("{} ≈ {} ({}): {}", e.id.replace('_', " "), e.about, e.formula, e.so)),
    );
    let mut dives = Table::new(&[
        text("level"),
        prose("probe"),
        prose("a weak answer"),
        prose("a strong answer"),
    ]);
    for dive in &case.deep_dives {
        dives.row([
            Cell::new(dive.level),
            Cell::new(&dive.ask).tone(Tone::Strong),
            Cell::new(&dive.trap),
            Cell::new(&dive.strong),
        ]);
    }
    page.part("Probes", &dives.render(look, look.indent()));
    page.list(
        "Break it",
        case.failures
            .iter()
            .map(|f| format!("{}: {}. Answer: {}.", f.when, f.breaks, f.answer)),
    );
    let drills = catalog.entries().into_iter().filter_map(|e| match &e.detail {
        Detail::Drill(drill) => Some(format!("{} Strong: {}", drill.inject, drill.strong)),
        _ => None,
    });
    page.list("Drills for any design", drills);
    let mut marks = Table::new(&[text("dimension"), number("weight"), prose("look for"), text("seen")]);
    for id in catalog.ids(Kind::Dimension) {
        if let Some(entry) = catalog.of_kind(Kind::Dimension, id)
            && let Detail::Dimension(dimension) = &entry.detail
        {
            let shows: Vec<&str> = dimension.points.iter().map(|(_, p)| p.shows.as_str()).collect();
            let cells = [
                Cell::new(&entry.title).tone(Tone::Strong),
                Cell::new(dimension.weight.to_string()),
                Cell::new(shows.join("; ")),
                Cell::new("[  ]"),
            ];
            marks.row(cells);
        }
    }
    page.part("Marks", &marks.render(look, look.indent()));
    arguments
        .out
        .send_marked(page.out, napkin::assemble::GENERATED, &[], talk)
}

struct Page {
    out: String,
    look: Look,
}

impl Page {
    fn part(&mut self, heading: &str, text: &str) {
        if !text.is_empty() {
            self.out
                .push_str(&format!("\n{}\n{text}", self.look.paint(Tone::Strong, heading)));
        }
    }

    fn list(&mut self, heading: &str, items: impl Iterator<Item = String>) {
        let text: String = items.map(|item| bullet(&item, self.look, self.look.indent())).collect();
        self.part(heading, &text);
    }

    fn plan(&mut self, plan: &str, minutes: u32, catalog: &Catalog) -> anyhow::Result<()> {
        let Some(entry) = catalog.of_kind(Kind::Plan, plan) else {
            let plans: Vec<&str> = catalog.ids(Kind::Plan).collect();
            bail!("there is no plan `{plan}`; plans: {}", plans.join(", "));
        };
        let Detail::Plan(plan) = &entry.detail else {
            return Ok(());
        };
        let whole: u32 = plan.phases.iter().map(|(_, m)| m).sum();
        let mut table = Table::new(&[number("from"), number("min"), text("phase"), prose("done when")]);
        let mut from = 0.0;
        for (id, share) in &plan.phases {
            let length = f64::from(*share) * f64::from(minutes) / f64::from(whole.max(1));
            let phase = catalog.of_kind(Kind::Phase, id);
            let done = phase.map_or("", |e| match &e.detail {
                Detail::Phase(phase) => phase.done_when.as_str(),
                _ => "",
            });
            table.row([
                Cell::new(format!("{from:.0}:00")),
                Cell::new(format!("{length:.0}")),
                Cell::new(phase.map_or(id.as_str(), |e| e.title.as_str())).tone(Tone::Strong),
                Cell::new(done),
            ]);
            from += length;
        }
        let table = table.render(self.look, self.look.indent());
        self.part("Clock", &table);
        Ok(())
    }
}
