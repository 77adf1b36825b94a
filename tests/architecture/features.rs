//! What staff and members of a helpdesk look for, each with the tests that play it.

use super::sources::{none, root};

/// A feature in the words of helpdesks, and its tests by their full names.
type Feature = (&'static str, &'static [&'static str]);

/// What helpdesks are compared by and Tickit has, with at least one test each that plays it as members and staff do.
const FEATURES: &[Feature] = &[
    ("panel with buttons", &["discord::add_type::a_panel_holds_twenty_five_types_and_no_more"]),
    ("panel with a select menu", &["discord::create_panel::a_select_menu_opens_tickets_and_works_again_after_use"]),
    ("edit an existing panel", &["discord::edit_panel::each_message_of_a_panel_follows_the_panel_and_its_types"]),
    ("resend an existing panel", &["discord::edit_panel::a_message_that_was_deleted_by_hand_is_noticed_and_said"]),
    (
        "open for somebody else, by command and from the menus of members and messages",
        &[
            "discord::open::staff_opens_a_ticket_for_a_member_without_the_form_and_its_first_message_says_so",
            "discord::open_from_message::staff_makes_a_ticket_for_whoever_wrote_a_message_and_members_do_of_their_own_alone",
        ],
    ),
    (
        "permissions that the bot lacks are named",
        &["discord::permissions::an_opening_names_the_one_permission_that_is_missing"],
    ),
    ("a ticket is a private channel", &["discord::whole_ticket::a_ticket_is_opened_talked_in_claimed_and_closed"]),
    (
        "forms: text inputs",
        &[
            "discord::form::five_answers_of_four_thousand_characters_are_read_in_the_ticket",
            "discord::questions::an_answer_with_fewer_characters_than_its_question_asks_for_is_refused",
        ],
    ),
    (
        "forms: select menus, radio buttons and checkboxes",
        &[
            "discord::questions::every_component_is_asked_for_and_its_answer_is_in_the_ticket",
            "discord::questions::a_transcript_names_what_was_picked",
        ],
    ),
    (
        "forms: file upload",
        &[
            "discord::questions::every_component_is_asked_for_and_its_answer_is_in_the_ticket",
            "discord::questions::a_transcript_names_what_was_picked",
        ],
    ),
    ("forms: more than five questions on pages", &["discord::form_pages::eleven_questions_are_asked_on_three_pages"]),
    (
        "ticket types",
        &[
            "discord::add_type::a_new_ticket_is_as_its_type_says",
            "discord::edit_type::what_is_left_out_of_a_type_stays_and_what_is_cleared_goes",
            "discord::remove_type::a_type_is_removed_once_that_is_confirmed_and_its_tickets_go_on_by_its_rules",
        ],
    ),
    (
        "naming scheme",
        &[
            "discord::set_up::what_is_set_up_is_shown_and_left_alone_where_it_is_not_named",
            "discord::add_type::a_new_ticket_is_as_its_type_says",
        ],
    ),
    ("claim", &["discord::claim::one_of_the_staff_claims_a_ticket_and_nobody_else_can"]),
    ("unclaim", &["discord::claim::a_ticket_is_unclaimed_by_whoever_claimed_it_or_an_admin"]),
    ("assign to somebody else", &["discord::assign::a_ticket_is_assigned_to_staff_and_to_nobody_else"]),
    (
        "transfer a claim",
        &[
            "discord::transfer::a_claim_is_transferred_to_somebody_else_of_staff",
            "discord::staff::a_ticket_that_a_team_was_handed_is_that_teams",
        ],
    ),
    ("priority", &["discord::priority::a_priority_is_set_by_command_and_by_menu_shown_and_found"]),
    (
        "labels on tickets",
        &[
            "discord::label::labels_that_differ_by_case_only_are_one_label",
            "discord::label::the_form_of_labels_shows_all_and_takes_them_back",
        ],
    ),
    (
        "add and remove a user",
        &[
            "discord::add_member::a_member_is_added_once_and_only_who_was_added_is_removed",
            "discord::doors::a_member_is_added_by_their_own_menu",
        ],
    ),
    ("add and remove a role", &["discord::add_member::a_role_is_added_and_removed_like_a_member"]),
    (
        "move to another type",
        &["discord::move_ticket::a_ticket_that_is_moved_is_seen_by_the_staff_of_its_new_type_and_leaves_its_slot"],
    ),
    ("rename", &["discord::rename::staff_rename_a_ticket_and_a_name_that_waits_holds_nothing_up"]),
    ("topic", &["discord::set_topic::a_topic_is_said_in_the_channel_and_taken_back"]),
    ("pin", &["discord::pin::a_message_is_pinned_and_no_longer"]),
    (
        "close with a reason",
        &[
            "discord::close::a_slash_command_closes_with_the_reason_that_it_was_given",
            "discord::close::reasons_are_offered_while_one_is_typed_the_most_used_first_and_only_of_tickets_that_one_may_see",
        ],
    ),
    (
        "close request that the other side accepts",
        &[
            "discord::request_close::who_opened_a_ticket_accepts_what_staff_asks_and_staff_does_not",
            "discord::request_close::staff_accepts_what_the_opener_asks_and_whoever_asked_takes_it_back",
        ],
    ),
    (
        "close is not delete",
        &["discord::delete_ticket::a_ticket_that_is_closed_is_kept_with_all_that_was_said_until_an_admin_deletes_it"],
    ),
    ("reopen", &["discord::close::a_reopened_ticket_keeps_its_number_and_its_conversation"]),
    (
        "transcript as text",
        &[
            "discord::transcript::everything_that_can_be_said_is_in_the_transcript",
            "discord::show_transcript::staff_read_the_transcript_that_the_log_channel_refused",
        ],
    ),
    (
        "transcript as HTML",
        &[
            "discord::transcript::roles_channels_and_members_are_called_by_their_names",
            "transcript::hostile::a_page_with_every_kind_of_message_needs_no_network_and_no_script",
        ],
    ),
    (
        "transcript keeps edits and deletions",
        &[
            "discord::whole_ticket::a_ticket_is_opened_talked_in_claimed_and_closed",
            "discord::transcript::a_deletion_and_an_edit_with_odd_fields_are_kept",
        ],
    ),
    (
        "attachments are kept",
        &["discord::attachments::attachments_live_longer_than_the_channel_that_they_were_sent_in"],
    ),
    (
        "feedback and rating",
        &["discord::rate::who_opened_a_ticket_is_asked_once_it_is_closed_and_gives_it_stars_and_a_comment"],
    ),
    (
        "tags and canned replies",
        &["discord::tags::staff_posts_a_tag_in_a_ticket_and_elsewhere_and_pings_whom_it_is_for_and_nobody_else"],
    ),
    (
        "blacklist of users and roles, with a reason and a time",
        &[
            "discord::blacklist::who_is_on_the_blacklist_opens_nothing_and_reads_why_until_they_are_taken_off",
            "discord::blacklist::a_role_is_put_on_it_by_who_manages_the_server_and_holds_nobody_back_who_does",
            "discord::blacklist::an_entry_whose_time_is_over_holds_nobody_back_and_needs_no_restart",
        ],
    ),
    ("cooldown", &["discord::add_type::the_next_ticket_of_a_type_waits_until_its_cooldown_is_over"]),
    (
        "limit for each user, of a type and of all types",
        &[
            "discord::limits::fifty_presses_at_once_make_one_ticket_and_forty_nine_refusals",
            "discord::limits::a_type_with_a_limit_of_three_lets_three_be_open",
            "discord::limits_of_all::however_many_press_at_once_no_more_are_open_of_all_types_than_the_guild_lets",
        ],
    ),
    (
        "limit for each role",
        &["discord::limit_role::the_most_generous_role_of_a_member_says_how_many_and_which_are_open_is_told"],
    ),
    (
        "required and forbidden roles",
        &[
            "discord::add_type::of_the_required_roles_of_a_type_one_is_enough_and_a_forbidden_role_stands_before_them",
            "discord::access_rules::of_roles_that_are_allowed_or_denied_in_an_order_the_first_that_a_member_has_decides",
        ],
    ),
    (
        "least age of an account and of a membership",
        &["discord::newcomers::an_account_or_a_member_that_is_too_new_opens_nothing_and_staff_does"],
    ),
    (
        "staff teams",
        &[
            "discord::staff::a_ticket_that_a_team_was_handed_is_that_teams",
            "discord::staff::a_viewer_reads_a_trainee_answers_and_an_agent_does_all",
        ],
    ),
    ("internal notes", &["discord::notes::a_note_is_kept_and_never_shown_to_the_member_not_even_in_the_transcript"]),
    (
        "first-response time",
        &[
            "discord::events::the_first_response_of_staff_is_timed_once_and_is_neither_a_note_nor_what_the_opener_writes",
        ],
    ),
    ("staff are told that the opener left", &["api::events::staff_read_in_the_ticket_that_its_opener_has_left"]),
    (
        "webhooks that are signed, sent again and logged",
        &[
            "api::webhook_deliveries::a_webhook_is_told_what_becomes_of_a_ticket_signed_and_another_only_what_it_asked_for",
            "api::webhook_deliveries::what_was_not_taken_is_sent_again_the_same_but_signed_anew_also_after_a_restart",
            "examples::webhooks::the_program_on_the_page_about_webhooks_verifies_what_comes_and_nothing_else",
        ],
    ),
    ("Components V2", &["discord::send_panel::a_panel_is_made_of_components_v2_with_buttons_as_with_a_select_menu"]),
    (
        "languages",
        &[
            "discord::hostile::somebody_without_permission_is_refused_everywhere_in_their_language",
            "discord::rate::who_opened_a_ticket_is_asked_in_their_own_language",
            "transcript::generated::a_transcript_is_in_the_language_of_the_tickets_opener",
            "architecture::texts::every_language_says_the_same_with_the_same_blanks",
        ],
    ),
];

#[test]
fn every_feature_names_the_tests_that_play_it() {
    let mut found = Vec::new();
    for (feature, tests) in FEATURES {
        if tests.is_empty() {
            found.push(format!("{feature}: none"));
        }
        found.extend(tests.iter().filter(|test| !is_a_test(test)).map(|test| format!("{feature}: {test}")));
    }
    none("these features have no test, or one that is not there", &found);
}

/// Whether there is a test of this name in the file that the name says.
fn is_a_test(name: &str) -> bool {
    let Some((file, function)) = name.rsplit_once("::") else { return false };
    let path = root().join(format!("tests/{}.rs", file.replace("::", "/")));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let before = text.split_once(&format!("fn {function}(")).map_or("", |(before, _)| before);
    let attributes = before.rsplit("\n\n").next().unwrap_or_default();
    attributes.contains("#[test]") || attributes.contains("#[tokio::test")
}
