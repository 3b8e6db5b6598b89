//! Things that are dropped or called otherwise: whatever speaks of them goes along, or says what still needs them.

use crate::interview::texts;
use crate::interview_changes::{count, goes_on, photos, sound, walked};
use napkin::catalog::Catalog;

#[test]
fn a_thing_is_renamed_wherever_it_stands() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("flows.view.rate");
    talk.all(&["20 /visitor/day"]);
    talk.all(&[
        ":rename visitor reader",
        ":rename album to binder",
        ":rename api edge_api",
        ":rename view look",
    ]);
    let text = sound(&talk);
    for old in ["visitor", "album", "api", "view"] {
        // What was wanted is said in the words of who wants it, and `a visitor` is what the actor is called.
        let wanted = text.replace("want: view a photo", "").replace(": a visitor", "");
        let without = wanted.replace("apis:", "");
        assert_eq!(count(&without, old), 0, "{old}\n{text}");
    }
    assert!(text.contains("rate: 20 /reader/day"), "{text}");
    for (line, problem) in [
        (":rename phtoo picture", "did you mean `photo`?"),
        (":rename photo binder", "the name of something else"),
        (":rename photo", "the one that it gets"),
        (":rename photo 2x", "is no name"),
    ] {
        let reply = talk.say(line);
        assert!(
            reply.refused && texts(&reply).contains(problem),
            "{line}: {}",
            texts(&reply)
        );
    }
    // A session that is played again renames at the same place.
    goes_on(&mut talk, &catalog);
    assert_eq!(sound(&talk), text);
}

#[test]
fn a_flow_called_anew_is_renamed_wherever_it_stands() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("flows.view.rate");
    talk.all(&["5 /user/day"]);
    talk.to("flows.upload.rate");
    talk.all(&["view.rate / 100"]);
    talk.to("figures");
    talk.all(&["a_year = view.rate * 1 year"]);
    talk.to("flow.FR2");
    talk.all(&["look"]);
    let text = sound(&talk);
    for part in [
        "flow: look}",
        "  look:\n    actor: visitor\n    rate: 5 /user/day\n",
        "rate: look.rate / 100",
        "a_year: look.rate * 1 year",
        "of: look}",
        "look: {get: \"/photos/{id}\", returns: photo, flow: look}",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(count(&text, "view"), 1, "only the words of the wish: {text}");
    // What was answered about it is answered under its new name.
    talk.to("steps.look");
    assert_eq!(talk.session.question().unwrap().items.len(), 2);
    // So it is for a session that goes on.
    talk.say(":g name");
    let left: Vec<String> = talk
        .session
        .open_questions()
        .iter()
        .map(|key| (*key).to_string())
        .collect();
    goes_on(&mut talk, &catalog);
    assert_eq!(talk.session.open_questions(), left);
    assert!(!left.iter().any(|key| key.contains("look")), "{left:?}");
    // A flow that two share stays for the other.
    talk.to("flow.FR1");
    talk.all(&["look"]);
    assert!(sound(&talk).contains("  upload:\n"), "its steps are no litter");
    talk.to("flow.FR2");
    talk.all(&["show"]);
    assert!(sound(&talk).contains("  look:\n"));
}

#[test]
fn a_requirement_goes_with_its_flow_or_says_what_still_needs_it() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("functional");
    let before = talk.session.text().to_string();
    let reply = talk.say(":drop 2");
    assert!(
        reply.refused && texts(&reply).contains("`:g nonfunctional`, then `:drop 1`"),
        "{}",
        texts(&reply)
    );
    assert_eq!(talk.session.text(), before);
    talk.to("nonfunctional");
    let reply = talk.say(":drop 1");
    assert!(
        texts(&reply).contains("dropped NFR1: ") && texts(&reply).contains("view"),
        "{}",
        texts(&reply)
    );
    talk.to("functional");
    let reply = talk.say(":drop 2");
    assert!(
        texts(&reply).contains("dropped FR2: visitor: view a photo"),
        "{}",
        texts(&reply)
    );
    let text = sound(&talk);
    assert_eq!(
        count(&text, "view") + count(&text, "visitor") + count(&text, "operations"),
        0,
        "{text}"
    );
    // Ids that were given once are not given again.
    talk.all(&["visitor: look at a photo (must)"]);
    assert!(
        talk.session.text().contains("FR3: {as: visitor"),
        "{}",
        talk.session.text()
    );
    talk.to("nonfunctional");
    talk.all(&[":drop 1", "availability 99 % of upload"]);
    assert!(talk.session.text().contains("NFR3: "), "{}", talk.session.text());
    // Nor by a session that goes on.
    talk.all(&[":drop 1"]);
    goes_on(&mut talk, &catalog);
    talk.to("nonfunctional");
    talk.all(&["availability 99 % of upload"]);
    assert!(talk.session.text().contains("NFR4: "), "{}", talk.session.text());
}

#[test]
fn data_goes_with_its_store_or_says_what_still_needs_it() {
    let catalog = Catalog::embedded();
    let mut talk = walked(&catalog);
    talk.to("entities");
    let before = talk.session.text().to_string();
    let reply = talk.say(":drop 1");
    let said = texts(&reply);
    for part in [
        "`photo` is still used",
        ":g steps.upload",
        ":g steps.view",
        ":g operation.view",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(talk.session.text(), before);
    let reply = talk.say(":drop 2");
    assert!(
        texts(&reply).contains("dropped album; gone with it: the component `albums`"),
        "{}",
        texts(&reply)
    );
    assert_eq!(count(&sound(&talk), "albums"), 0);
    talk.to("components");
    let reply = talk.say(":drop 1");
    assert!(
        reply.refused && texts(&reply).contains(":g store.photo"),
        "{}",
        texts(&reply)
    );
}

#[test]
fn a_value_set_to_nothing_goes() {
    let catalog = Catalog::embedded();
    let mut talk = photos(&catalog);
    talk.all(&[":set load.peak = 3", ":set load.growth = 10 %/year"]);
    assert!(texts(&talk.say(":set load.peak =")).contains("load.peak"));
    let text = sound(&talk);
    assert!(!text.contains("peak") && text.contains("growth: 10 %/year"), "{text}");
    assert!(talk.say(":set load.peak =").refused);
    // What has lost its last key is still there.
    talk.all(&[":set data.album.in ="]);
    assert!(sound(&talk).contains("  album: {}\n"), "{}", talk.session.text());
}
