//! A user's prices lie over ours, and the bill says whose they are.

use crate::ci_output::json;
use crate::command_line::{SMALL, ends, folder};

/// A balancer with a price of one's own, by the hour.
fn balancer(price: &str) -> String {
    let ours = format!("charges:\n  - {{of: units, value: {price} USD/h}}\n");
    let entry = include_str!("../../catalog/price/price-aws-alb.yaml");
    let (head, rest) = entry.split_once("charges:\n").unwrap();
    let (_, tail) = rest.split_once("unpriced:").unwrap();
    format!("{head}{ours}unpriced:{tail}")
}

#[test]
fn prices_lie_in_layers() {
    let design = SMALL.replace("is: service", "is: load-balancer, with: aws-alb");
    let files = [
        ("napkin.yaml", "catalog: [first, second]\n"),
        ("a.yaml", design.as_str()),
        ("first/price/price-aws-alb.yaml", &balancer("1")),
        ("second/price/price-aws-alb.yaml", &balancer("2")),
        ("third/price/price-aws-alb.yaml", &balancer("4")),
        (
            "fourth/price/agreed.yaml",
            "title: Agreed\nsummary: What we agreed.\ndiscount: 50 %\non: [price-aws-alb]\n",
        ),
    ];
    let here = folder("ci_prices", &files);
    let bill = |words: &[&str]| {
        let said = ends(&here, &[&["estimate", "a.yaml", "--format", "json"], words].concat(), 0);
        let cost = json(&said.out)["cost"].clone();
        let file = cost["prices"][0]["file"].as_str().map(str::to_string);
        (cost["total"]["value"].as_f64().unwrap(), file)
    };
    let (plain, file) = bill(&["--no-config"]);
    assert_eq!(file, None, "an entry of our own names no file");
    let (second, file) = bill(&[]);
    assert_eq!(file.as_deref(), Some("second/price/price-aws-alb.yaml"));
    let (first, _) = bill(&["--no-config", "--catalog", "first"]);
    // The rest of the bill is traffic: what a dearer hour adds is the hours alone.
    let hours = second - first;
    assert!(hours > 0.0 && plain < first, "{second} {first} {plain}");
    let (third, file) = bill(&["--catalog", "third"]);
    assert!(((third - first) / hours - 3.0).abs() < 1e-9, "{third}");
    assert_eq!(file.as_deref(), Some("third/price/price-aws-alb.yaml"));
    let (agreed, _) = bill(&["--catalog", "third", "--catalog", "fourth"]);
    // Half of four is two.
    assert!((agreed / second - 1.0).abs() < 1e-9, "{agreed}");
    let said = ends(&here, &["doc", "a.yaml", "--template", "design-doc"], 0);
    let (_, cost) = said.out.split_once("## Cost").unwrap();
    let own = "**Prices of our own:** Price of an Application Load Balancer (second/price/price-aws-alb.yaml).";
    assert!(cost.contains(own), "{cost}");
    let said = ends(&here, &["doc", "a.yaml", "--no-config"], 0);
    assert!(!said.out.contains("Prices of our own"), "{}", said.out);
    let said = ends(&here, &["estimate", "a.yaml", "--only", "cost"], 0);
    assert!(
        said.out.contains("2024-07, second/price/price-aws-alb.yaml"),
        "{}",
        said.out
    );
}
