//! Which technology may fill a component: the same run for each of them, and what becomes of the requirements.

mod alone;
mod judge;
mod rank;
mod scene;
mod size;
mod trial;

pub use alone::technologies;

use crate::analysis::Detail;
use crate::report::{Candidate, Choice, Recommendation};
use crate::whatif::Refusal;
use crate::{Input, assemble};
use scene::{Scene, Subject};
use trial::Trial;

/// How candidates are judged.
const NOTES: [&str; 5] = [
    "each technology is put in the place of the component and the design analysed again",
    "what the design says of the one that it has (load of a unit, latency, availability, replication, cost) holds for \
     that one only; all others are taken as the catalog knows them, with their default replication",
    "what runs on units of one's own is given as many as carry the peak with a zone lost; a store that has none yet, a \
     copy in each zone, at most three",
    "a size without a price that the peak would fill to less than 1 % is none for this load: what is known of that machine \
     alone says nothing of a smaller one",
    "order: what nothing excludes, then by requirements that fail, by those that are unknown, by cost, by units, by id",
];

/// Ranks the technologies that fill a function, for one component or for every component of that function. Where
/// the design has none, they are judged by the catalog and the requirements alone.
///
/// # Errors
/// The form of the design is wrong, there is no such function or component, or the component has another function.
pub fn recommend(input: &Input, function: &str, component: Option<&str>) -> Result<Recommendation, Refusal> {
    let mut input = input.clone();
    input.cures = false;
    let scene = scene::of(&input, function, component)?;
    let choices = if scene.subjects.is_empty() {
        vec![scene.alone.clone()]
    } else {
        scene
            .subjects
            .iter()
            .map(|subject| choice(&input, &scene, subject))
            .collect()
    };
    let notes: &[&str] = if scene.subjects.is_empty() {
        &alone::NOTES
    } else {
        &NOTES
    };
    let notes = notes.iter().map(|note| (*note).to_string());
    let notes = left_out(&scene).into_iter().chain(notes).collect();
    Ok(Recommendation {
        generated: assemble::GENERATED.to_string(),
        function: scene.function,
        title: scene.title,
        design: Some(scene.design),
        file: Some(scene.file),
        choices,
        notes,
    })
}

/// That some components were not judged.
fn left_out(scene: &Scene) -> Option<String> {
    let judged = scene.subjects.len();
    (scene.left_out > 0).then(|| {
        format!(
            "in so large a design {judged} of the {} components of this function {} judged, in the order of the file; \
             --component names another",
            judged + scene.left_out,
            if judged == 1 { "is" } else { "are" }
        )
    })
}

fn choice(input: &Input, scene: &Scene, subject: &Subject) -> Choice {
    let id = subject.component.as_str();
    let try_with = |edits: &[String], detail| trial::of(input, id, edits, detail);
    let tried = subject.ways.iter().map(|way| {
        let sized = size::best(input, id, way);
        let trial = try_with(&sized.edits, Detail::Values);
        if sized.size.is_none() || !trial.is_out_of_proportion() {
            return (sized, trial);
        }
        let sized = sized.without_size(way);
        let trial = try_with(&sized.edits, Detail::Values);
        (sized, trial)
    });
    let (sized, trials): (Vec<size::Sized>, Vec<Trial>) = tried.unzip();
    // Nothing can be better than this: what fails even so is not the component's to mend.
    let ideal = try_with(&subject.ideal, Detail::Verdicts);
    let about = judge::About::new(id, &trials, &ideal);
    let mut candidates: Vec<Candidate> = Vec::new();
    for ((way, sized), trial) in subject.ways.iter().zip(sized).zip(&trials) {
        let known = scene.entries.iter().find(|entry| entry.id == way.technology);
        candidates.push(judge::candidate(&about, way, sized, trial, known));
    }
    let elsewhere = judge::elsewhere(&candidates);
    rank::sort(&mut candidates);
    Choice {
        component: Some(subject.component.clone()),
        current: subject.current.clone(),
        demand: trial::demand(&trials),
        candidates,
        elsewhere,
    }
}
