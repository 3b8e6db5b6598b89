//! The traceability view: which operation, components and entities realise a requirement.

use super::Subject;
use super::diagram::{Accent, Column, Diagram, Matrix, MatrixRow, Sign};
use super::label::Label;
use crate::report::{AccessKind, Api, Flow, Functional, Nonfunctional, Report, Status};

/// One picture, of a design with requirements.
pub fn subjects(report: &Report) -> Vec<Subject> {
    let none = report.requirements.functional.is_empty() && report.requirements.nonfunctional.is_empty();
    if none { Vec::new() } else { vec![Subject::Design] }
}

/// Requirements against components and entities, those first that nothing realises.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    let mut rows: Vec<MatrixRow> = report
        .requirements
        .functional
        .iter()
        .map(|r| functional(report, r))
        .collect();
    // Stable: rows of one kind keep the order of the file.
    rows.sort_by_key(|row| row.accent.is_none());
    let holes = rows.iter().filter(|row| row.accent.is_some()).count();
    rows.extend(
        report
            .requirements
            .nonfunctional
            .iter()
            .map(|r| nonfunctional(report, r)),
    );
    let column = |group: &str, id: &str| Column {
        title: Label::name(id),
        group: Label::new(group),
    };
    let components = report
        .components
        .iter()
        .map(|component| column("components", &component.id));
    let columns = components.chain(report.entities.iter().map(|entity| column("data", &entity.id)));
    let about = match holes {
        0 => "each functional requirement has a flow".to_owned(),
        1 => "1 functional requirement has a hole; it comes first".to_owned(),
        n => format!("{n} functional requirements have a hole; they come first"),
    };
    let mut matrix = Matrix {
        title: Label::new(&format!("{}: traceability", report.name)),
        about: Label::new(&about),
        columns: columns.collect(),
        rows,
        key: Vec::new(),
    };
    let meanings = [
        (Sign::Full, "waited for"),
        (Sign::Hollow, "not waited for"),
        (Sign::Read, "read"),
        (Sign::Write, "written"),
        (Sign::ReadWrite, "read and written"),
    ];
    let occurs = |sign: Sign| matrix.rows.iter().any(|row| row.cells.contains(&Some(sign)));
    matrix.key = meanings.into_iter().filter(|(sign, _)| occurs(*sign)).collect();
    Some(Diagram::Matrix(matrix))
}

fn functional(report: &Report, requirement: &Functional) -> MatrixRow {
    let flow = requirement
        .flow
        .as_ref()
        .and_then(|id| report.flows.iter().find(|flow| flow.id == *id));
    let operations: Vec<String> = flow
        .iter()
        .flat_map(|flow| operations(&report.apis, &flow.id))
        .collect();
    let way = match (flow, operations.as_slice()) {
        (None, _) => "no flow realises it".to_owned(),
        (Some(flow), []) => format!("flow {}", flow.id),
        (Some(_), some) => some.join(", "),
    };
    MatrixRow {
        title: Label::name(&requirement.id),
        lines: Label::lines([requirement.want.as_str(), way.as_str()]),
        accent: flow.is_none().then_some(Accent::Trouble),
        cells: cells(report, flow),
    }
}

/// What calls a flow, as `POST /links`.
fn operations(apis: &[Api], flow: &str) -> Vec<String> {
    let all = apis.iter().flat_map(|api| &api.operations);
    all.filter(|operation| operation.flow.as_deref() == Some(flow))
        .map(|operation| match operation.method.as_str() {
            "rpc" | "query" | "mutation" | "event" => format!("{} {}", operation.method, operation.target),
            method => format!("{} {}", method.to_uppercase(), operation.target),
        })
        .collect()
}

fn nonfunctional(report: &Report, requirement: &Nonfunctional) -> MatrixRow {
    let of = requirement.of.as_deref();
    let flow = report.flows.iter().find(|flow| Some(flow.id.as_str()) == of);
    let cells = match flow {
        Some(flow) => cells(report, Some(flow)),
        None => {
            let component = report.components.iter().map(|component| component.id.as_str());
            let entity = report.entities.iter().map(|entity| entity.id.as_str());
            component
                .chain(entity)
                .map(|id| (Some(id) == of).then_some(Sign::Full))
                .collect()
        }
    };
    let (verdict, accent) = match requirement.status {
        Status::Pass => ("passes", None),
        Status::Fail => ("fails", Some(Accent::Trouble)),
        Status::Unknown => ("unknown", Some(Accent::Strain)),
    };
    MatrixRow {
        title: Label::name(&requirement.id),
        lines: Label::lines([requirement.text.as_str(), verdict]),
        accent,
        cells,
    }
}

/// What a flow touches, column by column.
fn cells(report: &Report, flow: Option<&Flow>) -> Vec<Option<Sign>> {
    let component = |id: &str| {
        let mut to = flow?
            .steps
            .iter()
            .filter(|step| step.to == id || step.from == id)
            .peekable();
        to.peek()?;
        Some(if to.any(|step| step.waits) {
            Sign::Full
        } else {
            Sign::Hollow
        })
    };
    let entity = |entity: &crate::report::Entity| {
        let flow = flow?;
        let uses = entity.access.iter().filter(|access| access.flows.contains(&flow.id));
        let (mut reads, mut writes) = (false, false);
        for access in uses {
            match access.kind {
                AccessKind::ReadOne | AccessKind::ReadMany => reads = true,
                AccessKind::Write | AccessKind::Update | AccessKind::Delete => writes = true,
            }
        }
        match (reads, writes) {
            (true, true) => Some(Sign::ReadWrite),
            (true, false) => Some(Sign::Read),
            (false, true) => Some(Sign::Write),
            (false, false) => None,
        }
    };
    let components = report.components.iter().map(|c| component(&c.id));
    components.chain(report.entities.iter().map(entity)).collect()
}
