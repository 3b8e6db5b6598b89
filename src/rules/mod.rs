//! The rules: what is said about a design, one file and one page a rule.
//!
//! A rule reads a model and its analyses; it computes nothing that an analysis should, and changes nothing. It
//! has three answers: fine, wrong, and not known; it would rather say nothing than cry wolf. Its page is its
//! manual, its `explain` text and its test.

mod above_target;
mod address_twice;
mod answer_behind_queue;
mod api_without_version;
mod ask;
mod assumption_broken;
mod assumption_unknown;
mod assumption_without_source;
mod backup_in_same_region;
mod bad_expression;
mod bad_include;
mod batch_written_once;
mod big_bang_release;
mod bill;
mod cache_as_truth;
mod cache_never_invalidated;
mod cache_that_must_answer;
mod callback_unauthenticated;
mod capacity_unknown;
mod catalog_path;
mod chatty_between_regions;
mod choice;
mod circle;
mod code;
mod cold_cache_overload;
mod concurrent_writers;
mod connections_cut_by_release;
mod contradicting_requirements;
mod copies_exceed_units;
mod copy_never_filled;
mod create_without_idempotency;
mod cross_zone_bill;
mod dangling_reference;
mod dearest_part_undecided;
mod decision_without_alternative;
mod decision_without_reason;
mod dns_slower_than_rto;
mod double_write;
mod duplicate_id;
mod duplicate_key;
mod egress_without_edge;
mod entity_never_read;
mod entity_never_written;
mod estimate_without_decision;
mod even_quorum;
mod everything_is_a_must;
mod eviction_unsaid;
mod expectation_failed;
mod expectation_unknown;
mod fact;
mod failover_eats_budget;
mod failover_never_practised;
mod failover_without_fencing;
mod fallback_shares_fate;
mod fatal;
mod flow_without_operation;
mod flow_without_requirement;
mod fragment_starter;
mod front;
mod fullness;
mod get_that_changes;
mod group;
mod growth_unsaid;
mod hit_without_miss;
mod hot_key;
mod idle_units;
mod impossible_value;
mod kept_past_retention;
mod kept_without_end;
mod large_body_through_service;
mod links;
mod list_without_pagination;
mod log_never_consumed;
mod lost_updates;
mod miss_without_hit;
mod missing_key;
mod must_without_target;
mod n_plus_one;
mod named;
mod no_alert;
mod no_authentication;
mod no_backup;
mod no_circuit_breaker;
mod no_dead_letter;
mod no_health_check;
mod no_limits_of_scope;
mod no_partition_key;
mod no_rate_limit;
mod no_timeout;
mod no_trace;
mod one_call_after_another;
mod operation_without_flow;
mod outgrown_before_horizon;
mod overloaded;
mod partition_too_large;
mod peak_unknown;
mod pii_unprotected;
mod pii_without_retention;
mod plain_text_personal_data;
mod pool_exceeds_connections;
mod public_store;
mod question_without_owner;
mod quorum_exceeds_copies;
mod quorum_lost_with_zone;
mod redelivery_without_idempotency;
mod regions_without_way_in;
mod requirement_not_realised;
mod requirement_repeated;
mod requirement_without_number;
mod reserved_id;
mod reserved_word;
mod restore_exceeds_budget;
mod restore_never_tested;
mod retention_shorter_than_outage;
mod retries_without_backoff;
mod retries_without_idempotency;
mod retries_without_timeout;
mod retry_amplification;
mod row_without_key;
mod rows_disagree;
mod runs_for_hits_too;
mod scale_limit_too_low;
mod scaling_after_the_rush;
mod scaling_never_used;
mod set;
mod shard_key_off_the_path;
mod single_point_of_failure;
mod single_region;
mod single_zone;
mod stale_price;
mod stale_read_after_write;
mod sync_chain_too_deep;
mod target;
mod target_above_dependency;
mod target_for_everything;
mod timeout_too_short;
mod truth;
mod ttl_without_jitter;
mod unbounded_log;
mod uneven_zones;
mod units_in_no_group;
mod unknown_catalog_id;
mod unknown_drill;
mod unknown_key;
mod unknown_name;
mod unknown_size;
mod unknown_word;
mod unreached_caller;
mod unused_component;
mod unused_entity;
mod unwaited_write;
mod vague_requirement;
mod waiver;
mod waiver_expired;
mod waiver_unmatched;
mod walks;
mod wide_guess;
mod words;
mod wrong_dimension;
mod wrong_type;
mod yaml_syntax;
mod zone_loss_overload;

use crate::analysis::Analysis;
use crate::catalog::Catalog;
use crate::finding::Finding;
use crate::model::Model;
use crate::source::Sources;

pub use choice::{Choice, Choices};
pub use links::targets;
pub use set::Set;
pub use waiver::Waived;

/// One rule.
pub struct Rule {
    /// As in the name of its file, with hyphens.
    pub id: &'static str,
    /// What it is about.
    pub set: Set,
    pub run: Run,
    /// Its manual, in Markdown.
    pub page: &'static str,
}

/// When a rule looks at a design.
pub enum Run {
    /// While the texts are read.
    Reading,
    /// When the names are looked up; anything it finds is an error of the form and stops the analyses.
    Form(fn(&Model) -> Vec<Finding>),
    /// When everything is computed.
    Design(fn(&Model, &Analysis) -> Vec<Finding>),
    /// When all other findings are known.
    Waivers,
}

/// All rules, sorted by id.
pub static ALL: &[Rule] = &[
    above_target::RULE,
    address_twice::RULE,
    answer_behind_queue::RULE,
    api_without_version::RULE,
    assumption_broken::RULE,
    assumption_unknown::RULE,
    assumption_without_source::RULE,
    backup_in_same_region::RULE,
    bad_expression::RULE,
    bad_include::RULE,
    batch_written_once::RULE,
    big_bang_release::RULE,
    cache_as_truth::RULE,
    cache_never_invalidated::RULE,
    cache_that_must_answer::RULE,
    callback_unauthenticated::RULE,
    capacity_unknown::RULE,
    catalog_path::RULE,
    chatty_between_regions::RULE,
    circle::RULE,
    cold_cache_overload::RULE,
    concurrent_writers::RULE,
    connections_cut_by_release::RULE,
    contradicting_requirements::RULE,
    copies_exceed_units::RULE,
    copy_never_filled::RULE,
    create_without_idempotency::RULE,
    cross_zone_bill::RULE,
    dangling_reference::RULE,
    dearest_part_undecided::RULE,
    decision_without_alternative::RULE,
    decision_without_reason::RULE,
    dns_slower_than_rto::RULE,
    double_write::RULE,
    duplicate_id::RULE,
    duplicate_key::RULE,
    egress_without_edge::RULE,
    entity_never_read::RULE,
    entity_never_written::RULE,
    estimate_without_decision::RULE,
    even_quorum::RULE,
    everything_is_a_must::RULE,
    eviction_unsaid::RULE,
    expectation_failed::RULE,
    expectation_unknown::RULE,
    failover_eats_budget::RULE,
    failover_never_practised::RULE,
    failover_without_fencing::RULE,
    fallback_shares_fate::RULE,
    flow_without_operation::RULE,
    flow_without_requirement::RULE,
    fragment_starter::RULE,
    get_that_changes::RULE,
    growth_unsaid::RULE,
    hit_without_miss::RULE,
    hot_key::RULE,
    idle_units::RULE,
    impossible_value::RULE,
    kept_past_retention::RULE,
    kept_without_end::RULE,
    large_body_through_service::RULE,
    list_without_pagination::RULE,
    log_never_consumed::RULE,
    lost_updates::RULE,
    miss_without_hit::RULE,
    missing_key::RULE,
    must_without_target::RULE,
    n_plus_one::RULE,
    no_alert::RULE,
    no_authentication::RULE,
    no_backup::RULE,
    no_circuit_breaker::RULE,
    no_dead_letter::RULE,
    no_health_check::RULE,
    no_limits_of_scope::RULE,
    no_partition_key::RULE,
    no_rate_limit::RULE,
    no_timeout::RULE,
    no_trace::RULE,
    one_call_after_another::RULE,
    operation_without_flow::RULE,
    outgrown_before_horizon::RULE,
    overloaded::RULE,
    partition_too_large::RULE,
    peak_unknown::RULE,
    pii_unprotected::RULE,
    pii_without_retention::RULE,
    plain_text_personal_data::RULE,
    pool_exceeds_connections::RULE,
    public_store::RULE,
    question_without_owner::RULE,
    quorum_exceeds_copies::RULE,
    quorum_lost_with_zone::RULE,
    redelivery_without_idempotency::RULE,
    regions_without_way_in::RULE,
    requirement_not_realised::RULE,
    requirement_repeated::RULE,
    requirement_without_number::RULE,
    reserved_id::RULE,
    reserved_word::RULE,
    restore_exceeds_budget::RULE,
    restore_never_tested::RULE,
    retention_shorter_than_outage::RULE,
    retries_without_backoff::RULE,
    retries_without_idempotency::RULE,
    retries_without_timeout::RULE,
    retry_amplification::RULE,
    row_without_key::RULE,
    rows_disagree::RULE,
    runs_for_hits_too::RULE,
    scale_limit_too_low::RULE,
    scaling_after_the_rush::RULE,
    scaling_never_used::RULE,
    shard_key_off_the_path::RULE,
    single_point_of_failure::RULE,
    single_region::RULE,
    single_zone::RULE,
    stale_price::RULE,
    stale_read_after_write::RULE,
    sync_chain_too_deep::RULE,
    target_above_dependency::RULE,
    target_for_everything::RULE,
    timeout_too_short::RULE,
    ttl_without_jitter::RULE,
    unbounded_log::RULE,
    uneven_zones::RULE,
    units_in_no_group::RULE,
    unknown_catalog_id::RULE,
    unknown_drill::RULE,
    unknown_key::RULE,
    unknown_name::RULE,
    unknown_size::RULE,
    unknown_word::RULE,
    unreached_caller::RULE,
    unused_component::RULE,
    unused_entity::RULE,
    unwaited_write::RULE,
    vague_requirement::RULE,
    waiver_expired::RULE,
    waiver_unmatched::RULE,
    wide_guess::RULE,
    wrong_dimension::RULE,
    wrong_type::RULE,
    yaml_syntax::RULE,
    zone_loss_overload::RULE,
];

/// The rule with this id.
pub fn get(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|r| r.id == id)
}

impl Rule {
    /// Whether its findings are about the form, so that the command ends with 2.
    pub fn is_form(&self) -> bool {
        matches!(self.run, Run::Reading | Run::Form(_))
    }

    /// The first line of the page, without its mark.
    pub fn title(&self) -> &'static str {
        self.page.lines().next().unwrap_or("").trim_start_matches('#').trim()
    }
}

/// The catalog with a user's files laid over it, and all that is wrong with these.
pub fn catalog(files: &[(String, String)], sources: &mut Sources) -> (Catalog, Vec<Finding>) {
    let mut catalog = Catalog::embedded();
    let mut findings = catalog.overlay(files, sources);
    findings.extend(links::find(&catalog));
    (catalog, findings)
}

/// What is wrong with the form of a design beyond its single texts.
pub fn form(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in ALL {
        if let Run::Form(run) = rule.run {
            findings.extend(run(model));
        }
    }
    findings
}

/// All findings about a sound design, each with the waiver that covers it.
pub fn check(model: &Model, analysis: &Analysis) -> Vec<(Finding, Option<Waived>)> {
    let mut findings = Vec::new();
    for rule in ALL {
        if let Run::Design(run) = rule.run {
            findings.extend(run(model, analysis));
        }
    }
    group::join(waiver::apply(model.design, findings))
}
