//! Names and texts of a design can't break out of a contract.

use crate::hostile::TEXTS;
use crate::tools::judge;
use napkin::report::{DataModel, Report, Type};

/// A report in which every name and text is hostile, and each entity and field another one.
pub fn report() -> Report {
    let mut report = judge("ecommerce");
    let long = "x'\n".repeat(3334);
    let texts: Vec<&str> = TEXTS.iter().copied().chain([long.as_str()]).collect();
    let text = |at: usize| texts[at % texts.len()].to_string();
    report.name = text(0);
    let ids: Vec<(String, String)> = report
        .entities
        .iter()
        .enumerate()
        .map(|(at, e)| (e.id.clone(), format!("{}{at}", text(at))))
        .collect();
    let renamed = |id: &String| {
        ids.iter()
            .find(|(old, _)| old == id)
            .map_or_else(|| id.clone(), |(_, new)| new.clone())
    };
    for (at, entity) in report.entities.iter_mut().enumerate() {
        entity.id = renamed(&entity.id);
        entity.keep = entity.keep.as_ref().map(|_| text(at));
        let names: Vec<(String, String)> = entity
            .fields
            .iter()
            .enumerate()
            .map(|(f, field)| (field.name.clone(), format!("{}{f}", text(at + f))))
            .collect();
        for field in &mut entity.fields {
            field.name = names.iter().find(|(old, _)| *old == field.name).unwrap().1.clone();
            field.references = field.references.as_ref().map(renamed);
            if let Type::Enum { values } = &mut field.of {
                *values = texts.iter().take(TEXTS.len()).map(|text| (*text).to_string()).collect();
            }
        }
        let spreads = entity.stored.iter_mut().filter_map(|stored| stored.spread.as_mut());
        for name in spreads.flat_map(|spread| spread.partition.iter_mut().chain(&mut spread.sort)) {
            *name = names.iter().find(|(old, _)| old == name).unwrap().1.clone();
        }
        for access in &mut entity.access {
            for by in access.by.iter_mut().chain(access.order.as_mut()) {
                *by = names.iter().find(|(old, _)| old == by).unwrap().1.clone();
            }
            access.flows = vec![text(at)];
            access.operations = vec![text(at + 1)];
        }
    }
    for (at, component) in report.components.iter_mut().enumerate() {
        component.technology_title = Some(text(at));
        component.key = Some(text(at + 1));
    }
    report
}

#[test]
#[cfg(unix)]
fn sql_stays_whole() {
    use crate::databases::{Server, sqlite};
    use crate::draft_sql::schema;
    use napkin::draft::sql::Dialect;
    let report = report();
    let kept = |store: &String| {
        let component = report.components.iter().find(|component| component.id == *store);
        component.and_then(|component| Some(component.store.as_ref()?.model)) == Some(DataModel::Relational)
    };
    let expected = report
        .entities
        .iter()
        .filter(|entity| entity.kept_in.first().is_some_and(kept))
        .count();
    if let Some(server) = Server::postgres() {
        let count = "SELECT 'tables ' || count(*) FROM information_schema.tables WHERE table_schema = 'hostile';";
        let said = server.ask(&format!(
            "CREATE SCHEMA hostile; SET search_path TO hostile;\n{}\n{count}",
            schema(&report, Dialect::Postgres)
        ));
        assert!(said.fine, "{}", said.err);
        assert!(
            said.out.contains(&format!("tables {expected}")),
            "{} of {expected}",
            said.out
        );
    }
    if let Some(server) = Server::mariadb() {
        let said = server.ask(&format!(
            "CREATE DATABASE hostile; USE hostile;\n{}",
            schema(&report, Dialect::Mysql)
        ));
        assert!(said.fine, "{}", said.err);
    }
    if let Some(said) = sqlite(&schema(&report, Dialect::Sqlite)) {
        assert!(said.fine && said.err.is_empty(), "{}", said.err);
    }
}
