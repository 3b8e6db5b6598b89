//! By what a page is asked for where no operation says it: the flow does.

use napkin::report::{AccessKind, Report, Told};
use napkin::source::Source;

/// A feed that is made on reading, in SQL: whom does the member follow, and what did these post.
const ON_READ: &str = r#"
napkin: 1
name: Feed made on reading
load: {users: 1M}
actors: {member: reads}
components:
  api: {is: service, per_replica: 1k req/s}
  db: {is: relational-database, with: postgresql, replicas: 1}
flows:
  read_feed:
    actor: member
    rate: 5 /user/day
    steps:
      - member -> api
      - api -> db: {read: {follow: 200}}
      - api -> db: {read: {post: 20}}
  publish: {actor: member, rate: 1 /user/day, steps: [member -> api, {api -> db: {write: post}}]}
  read_mine: {actor: member, rate: 1 /user/day, steps: [member -> api, {api -> db: {read: {note: 20}}}]}
data:
  person: {in: db, rows: 1M, fields: {id: id key, name: string(80) ~20 B}}
  follow: {in: db, rows: 200M, fields: {member: id -> person key, author: id -> person key, since: date}}
  post: {in: db, keep: 1 year, fields: {id: id key, author: id -> person, text: text ~250 B, created_at: timestamp}}
  note: {in: db, rows: 10M, fields: {id: id key, member: id, written_at: timestamp}}
apis:
  public:
    style: rest
    operations:
      read_feed: {get: /feed, returns: [post], flow: read_feed}
      write: {post: /posts, takes: [post.text], returns: post, flow: publish}
      read_mine: {get: /notes, returns: [note], flow: read_mine}
"#;

/// The report of a design that is only written here.
pub fn judge(text: &str) -> Report {
    let report = napkin::run(napkin::Input {
        files: vec![Source::new("feed.yaml", text)],
        ..napkin::Input::default()
    })
    .report;
    assert!(report.findings.iter().all(|f| !f.form), "{:#?}", report.findings);
    report
}

pub fn feed() -> Report {
    judge(ON_READ)
}

/// By what the first page of an entity is asked for, and what it is sorted by.
fn page<'r>(report: &'r Report, entity: &str) -> (&'r [String], Option<&'r str>, Told) {
    let access = &report.entity(entity).unwrap().access;
    let page = access
        .iter()
        .find(|access| access.kind == AccessKind::ReadMany)
        .unwrap();
    (&page.by, page.order.as_deref(), page.told)
}

#[test]
fn posts_of_those_whom_somebody_follows() {
    let report = feed();
    assert_eq!(
        page(&report, "post"),
        (&["author".to_string()][..], Some("created_at"), Told::Reference)
    );
    assert_eq!(
        page(&report, "note"),
        (&["member".to_string()][..], Some("written_at"), Told::Reference)
    );
}

/// Where a list of references was written ahead, its rows name the key.
#[test]
fn posts_that_a_list_names() {
    let listed = ON_READ.replace(
        "author: id -> person key, since: date",
        "post: id -> post key, since: date",
    );
    assert_eq!(
        page(&judge(&listed), "post"),
        (&["id".to_string()][..], None, Told::Reference)
    );
}

/// What is read after the page leads nowhere, and what has nothing in common neither.
#[test]
fn nothing_is_guessed() {
    let later = ON_READ
        .replace("{read: {follow: 200}}", "{read: {XX: 20}}")
        .replace("{read: {post: 20}}", "{read: {follow: 200}}")
        .replace("{XX: 20}", "{post: 20}");
    let apart = ON_READ.replace("author: id -> person key", "topic: id key");
    for text in [later, apart] {
        let report = judge(&text);
        let (by, _, told) = page(&report, "post");
        assert!(by.is_empty() && told == Told::Nothing, "{by:?}");
    }
}
