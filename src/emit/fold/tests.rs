use super::*;
use crate::emit::diagram::{Accent, EdgeKind, GroupKind};

/// A graph of lines such as `api -> db`, in which the letters before `_` say what a box is.
fn graph(calls: &[(String, String)]) -> Graph {
    let mut root = Group::new("all", GroupKind::Sheet);
    let mut ids: BTreeMap<String, NodeId> = BTreeMap::new();
    let mut id = |name: &str| {
        let next = NodeId(ids.len() + 1);
        *ids.entry(name.to_owned()).or_insert_with(|| {
            let (function, symbol) = match name.split('_').next() {
                Some("actor") => ("", Symbol::Actor),
                Some("lb") => ("Load balancer", Symbol::Component(Shape::Balancer)),
                Some("db") => ("Database", Symbol::Component(Shape::Database)),
                Some("log") => ("Log", Symbol::Component(Shape::Log)),
                Some("worker") => ("Worker", Symbol::Component(Shape::Worker)),
                _ => ("Service", Symbol::Component(Shape::Service)),
            };
            root.nodes.push(Node::new(next, name, Label::lines([function]), symbol));
            next
        })
    };
    let edges = calls.iter().enumerate().map(|(at, (from, to))| Edge {
        from: id(from),
        to: id(to),
        lines: Label::lines(["1/s"]),
        kind: EdgeKind::Waits,
        accent: None,
        flows: vec![format!("f{}", at % 2)],
    });
    let edges = edges.collect();
    Graph {
        title: Label::name("all"),
        about: Label::name("all of it"),
        kind: GraphKind::Calls,
        root,
        edges,
        key: Vec::new(),
    }
}

fn calls(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (from, to) = line.split_once(" -> ").expect("an arrow");
        (from.trim().to_owned(), to.trim().to_owned())
    };
    text.split(';').map(pair).collect()
}

/// `count` services behind a balancer, each with a store that is there twice, for two flows.
fn services(count: usize) -> Vec<(String, String)> {
    let mut all = calls("actor -> lb; actor -> lb");
    for at in 0..count {
        for _ in 0..2 {
            all.push(("lb".to_owned(), format!("s_{at}")));
        }
        for _ in 0..2 {
            all.push((format!("s_{at}"), format!("db_{at}")));
        }
    }
    all
}

fn drawn(graph: &Graph) -> Vec<(String, String)> {
    let line = |node: &&Node| {
        let lines: Vec<&str> = node.lines.iter().map(Label::as_str).collect();
        (node.title.to_string(), lines.join("; "))
    };
    graph.root.all_nodes().iter().map(line).collect()
}

fn line<'a>(drawn: &'a [(String, String)], title: &str) -> &'a str {
    let found = drawn.iter().find(|(name, _)| name == title);
    found.map_or("not drawn", |(_, line)| line)
}

fn arrow(graph: &Graph, from: &str, to: &str) -> Option<String> {
    let nodes = graph.root.all_nodes();
    let id = |title: &str| {
        nodes
            .iter()
            .find(|node| node.title.as_str() == title)
            .map(|node| node.id)
    };
    let edge = graph
        .edges
        .iter()
        .find(|e| Some(e.from) == id(from) && Some(e.to) == id(to))?;
    let lines: Vec<&str> = edge.lines.iter().map(Label::as_str).collect();
    Some(lines.join("; "))
}

#[test]
fn what_a_reader_can_take_in_stays_as_it_is() {
    let mut graph = graph(&services(10));
    let before = format!("{graph:?}");
    fold(&mut graph, &BTreeSet::new());
    assert_eq!(format!("{graph:?}"), before);
}

#[test]
fn a_store_stands_with_its_service() {
    let mut graph = graph(&services(20));
    fold(&mut graph, &BTreeSet::new());
    let drawn = drawn(&graph);
    assert_eq!(drawn.len(), 22);
    assert_eq!(line(&drawn, "s_3"), "Service; + db_3");
    assert_eq!(arrow(&graph, "lb", "s_3").as_deref(), Some("2 links"));
    assert!(
        graph
            .about
            .as_str()
            .ends_with("20 folded into others: --focus NAME shows what is near one")
    );
}

#[test]
fn what_many_call_belongs_to_none_of_them() {
    let mut all = services(20);
    all.extend(calls(
        "s_1 -> db_shared; s_2 -> db_shared; s_3 -> db_shared; s_4 -> db_two; s_5 -> db_two",
    ));
    all.extend(calls(
        "s_1 -> log; log -> worker_a; log -> worker_b; worker_a -> worker_c",
    ));
    let mut graph = graph(&all);
    fold(&mut graph, &BTreeSet::new());
    let drawn = drawn(&graph);
    assert_eq!(line(&drawn, "db_shared"), "Database");
    assert_eq!(line(&drawn, "s_4"), "Service; + db_4, db_two");
    assert_eq!(arrow(&graph, "s_5", "s_4").as_deref(), Some("to db_two; 1/s"));
    assert_eq!(line(&drawn, "worker_b"), "Worker");
    assert_eq!(line(&drawn, "worker_a"), "Worker; + worker_c");
}

#[test]
fn what_is_still_too_much_is_one_box_a_function() {
    let mut graph = graph(&services(90));
    fold(&mut graph, &BTreeSet::new());
    let drawn = drawn(&graph);
    let titles: Vec<&str> = drawn.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["actor", "lb", "90 × Service"]);
    assert_eq!(
        line(&drawn, "90 × Service"),
        "s_0, s_1, s_2 and 87 more; + 90 of their own"
    );
}

#[test]
fn what_stands_out_is_said_on_the_box_that_holds_it() {
    let mut graph = graph(&services(20));
    let id = |graph: &Graph, title: &str| {
        let nodes = graph.root.all_nodes();
        nodes.iter().find(|n| n.title.as_str() == title).expect("a box").id
    };
    for (title, accent) in [
        ("db_3", Accent::Trouble),
        ("db_4", Accent::Strain),
        ("s_4", Accent::Strain),
    ] {
        let id = id(&graph, title);
        graph.root.node(id).expect("a box").mark("SPOF of f", accent);
    }
    fold(&mut graph, &BTreeSet::new());
    let drawn = drawn(&graph);
    assert_eq!(line(&drawn, "s_3"), "Service; + db_3; db_3: SPOF of f");
    assert_eq!(line(&drawn, "s_4"), "Service; + db_4; SPOF of f; db_4: SPOF of f");
    let marked = id(&graph, "s_3");
    assert_eq!(graph.root.node(marked).expect("a box").accent, Some(Accent::Trouble));
}

#[test]
fn those_that_call_one_another_in_a_circle_are_drawn() {
    let mut all = services(20);
    all.extend(calls(
        "worker_a -> worker_b; worker_b -> worker_c; worker_c -> worker_a; worker_c -> worker_d",
    ));
    let mut graph = graph(&all);
    fold(&mut graph, &BTreeSet::new());
    assert_eq!(
        line(&drawn(&graph), "worker_a"),
        "Worker; + worker_b, worker_c, worker_d"
    );
}

#[test]
fn a_small_edit_moves_few_boxes() {
    let mut before = graph(&services(20));
    let mut longer = services(20);
    longer.splice(10..10, calls("s_1 -> db_new; s_1 -> db_new"));
    let mut after = graph(&longer);
    fold(&mut before, &BTreeSet::new());
    fold(&mut after, &BTreeSet::new());
    let (before, after) = (drawn(&before), drawn(&after));
    assert_eq!(before.len(), after.len());
    let moved: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
    assert_eq!(moved.len(), 1, "{moved:?}");
}

#[test]
fn what_the_picture_is_asked_for_stays_apart() {
    let mut graph = graph(&services(90));
    let nodes = graph.root.all_nodes();
    let asked = nodes
        .iter()
        .filter(|node| ["s_3", "db_5"].contains(&node.title.as_str()));
    let asked: BTreeSet<NodeId> = asked.map(|node| node.id).collect();
    fold(&mut graph, &asked);
    let drawn = drawn(&graph);
    let titles: Vec<&str> = drawn.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["actor", "lb", "89 × Service", "s_3", "db_3", "db_5"]);
    assert!(graph.about.as_str().ends_with(": --whole draws each"));
}

#[test]
fn a_box_knows_what_it_stands_for_and_what_passes_inside() {
    let mut all = services(20);
    all.extend(calls("s_3 -> db_more"));
    let mut graph = graph(&all);
    graph.edges.last_mut().expect("an edge").flows = vec!["inside".to_owned()];
    fold(&mut graph, &BTreeSet::new());
    let nodes = graph.root.all_nodes();
    let node = nodes.iter().find(|node| node.title.as_str() == "s_3").expect("a box");
    let members: Vec<&str> = node.folded.members.iter().map(Label::as_str).collect();
    assert_eq!(members, ["s_3", "db_3", "db_more"]);
    assert!(node.folded.flows.contains(&"inside".to_owned()));
    let alone = nodes.iter().find(|node| node.title.as_str() == "lb").expect("a box");
    assert!(alone.folded.members.is_empty() && alone.folded.flows.is_empty());
}
