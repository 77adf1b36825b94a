//! What questions and answers are taken, and which are refused.

use serde_json::json;

use super::*;
use crate::ids::{RoleId, UserId};
use crate::whom::Whom;

fn form() -> Form {
    Form::parse("Order number | ? Anything else").unwrap()
}

fn texts(texts: &[&str]) -> Vec<Given> {
    let given = |(index, text): (usize, &&str)| (QuestionId(u16::try_from(index).unwrap() + 1), (*text).into());
    texts.iter().enumerate().map(given).collect()
}

fn asking(question: Question) -> Form {
    let mut form = Form::default();
    form.add(question).unwrap();
    form
}

fn answered(question: &Question, given: impl Into<AnswerValue>) -> Result<AnswerValue, Refusal> {
    let answers = asking(question.clone()).answer(&[(QuestionId(1), given.into())])?;
    Ok(answers.into_iter().next().unwrap().answer)
}

fn options(labels: &[&str]) -> Vec<QuestionOption> {
    let option = |label: &&str| QuestionOption { label: (*label).into(), description: String::new(), default: false };
    labels.iter().map(option).collect()
}

#[test]
fn an_optional_question_may_stay_blank() {
    let answers = form().answer(&texts(&["17", ""])).unwrap();
    assert_eq!(answers[0], Answer { question: "Order number".into(), answer: "17".into() });
    assert!(answers[1].answer.is_empty());
}

#[test]
fn what_does_not_answer_the_form_is_refused() {
    let missing = Refusal::FormChanged { question: Some("Anything else".into()) };
    assert_eq!(form().must_ask(0, &texts(&["17"])), Err(missing));
    let gone = Refusal::FormChanged { question: None };
    assert_eq!(form().must_ask(0, &texts(&["1", "2", "3"])), Err(gone));
    for blank in ["  ", "\u{200b}\u{2060}\u{202e}", "\u{3164}"] {
        assert!(matches!(form().answer(&texts(&[blank, "x"])), Err(Refusal::AnswerMissing { .. })), "{blank:?}");
    }
    assert!(matches!(form().answer(&texts(&[&"é".repeat(4001), ""])), Err(Refusal::AnswerTooLong { .. })));
    assert!(form().answer(&texts(&[&"é".repeat(4000), ""])).is_ok());
    assert!(Form::parse(&["x"; 25].join("|")).is_ok() && Form::parse(&["x"; 26].join("|")).is_err());
}

#[test]
fn a_form_has_pages_of_five_and_tells_the_first_that_is_unanswered() {
    let form = Form::parse("1|2|3|4|5|6").unwrap();
    assert_eq!((form.pages(), form.page(0).len(), form.page(1).len(), form.page(2).len()), (2, 5, 1, 0));
    assert_eq!(form.first_unanswered(&texts(&["a"; 5])), Some(1));
    assert_eq!(form.first_unanswered(&texts(&["a", "", "a", "a", "a", "a"])), Some(0));
    assert_eq!(form.first_unanswered(&texts(&["a"; 6])), None);
    assert_eq!((Form::default().pages(), Form::default().answer(&[])), (0, Ok(Vec::new())));
}

#[test]
fn a_question_that_is_changed_gets_another_number_and_no_number_is_given_twice() {
    let mut form = Form::parse("a|b|c").unwrap();
    let numbers = |form: &Form| form.questions().iter().map(|question| question.id.0).collect::<Vec<_>>();
    form.edit(QuestionId(1), Question::new(QuestionKind::Number, "Age")).unwrap();
    assert_eq!((numbers(&form), form.questions()[0].label.as_str()), (vec![4, 2, 3], "Age"));
    form.move_to(QuestionId(4), 99).unwrap();
    form.move_to(QuestionId(3), 1).unwrap();
    assert_eq!(numbers(&form), [3, 2, 4]);
    form.remove(QuestionId(2)).unwrap();
    assert_eq!(form.remove(QuestionId(2)), Err(Refusal::NoSuchQuestion));
    form.become_like(Form::parse("c|b").unwrap());
    assert_eq!(numbers(&form), [3, 5], "what is asked as before keeps its number");
    form.edit(QuestionId(3), form.questions()[0].clone()).unwrap();
    assert_eq!(numbers(&form), [3, 5]);
}

#[test]
fn texts_are_held_to_their_length_and_pattern() {
    let pattern = Pattern { text: "[A-Z]{2}-[0-9]+".into(), message: Some("Two letters, please.".into()) };
    let order = Question {
        least: Some(4),
        most: Some(6),
        pattern: Some(pattern),
        ..Question::new(QuestionKind::Short, "Order")
    };
    assert_eq!(answered(&order, " AB-1 "), Ok("AB-1".into()));
    let unfit = Refusal::AnswerUnfit { question: "Order".into(), message: Some("Two letters, please.".into()) };
    assert_eq!(answered(&order, "12345"), Err(unfit));
    assert!(matches!(answered(&order, "AB"), Err(Refusal::AnswerTooShort { limit: 4, .. })));
    assert!(matches!(answered(&order, "AB-1234"), Err(Refusal::AnswerTooLong { limit: 6, .. })));
    let optional = Question { required: false, ..order };
    assert_eq!(answered(&optional, ""), Ok("".into()), "what is left out matches nothing and need not");
}

#[test]
fn a_number_is_kept_as_one_within_its_bounds() {
    let age = Question { least: Some(-5), most: Some(120), ..Question::new(QuestionKind::Number, "Age") };
    for (text, number) in [("17", "17"), ("-5", "-5"), (" 1,5 ", "1.5"), ("0.10", "0.1")] {
        let kept = answered(&age, text).unwrap();
        assert!(matches!(&kept, AnswerValue::Number(_)) && kept.to_string() == number, "{text}: {kept:?}");
    }
    for strange in ["=1+1", "NaN", "inf", "1e3", "0x10", "1.2.3", "１７", "seventeen", "-", "9".repeat(400).as_str()]
    {
        assert!(matches!(answered(&age, strange), Err(Refusal::AnswerNoNumber { .. })), "{strange}");
    }
    let range =
        |text| answered(&age, text) == Err(Refusal::AnswerRange { question: "Age".into(), range: "-5 … 120".into() });
    assert!(range("-6") && range("121"));
}

#[test]
fn what_is_chosen_has_to_be_offered_and_enough() {
    let choices = |labels: &[&str]| AnswerValue::Choices(labels.iter().map(ToString::to_string).collect());
    let several = Question {
        options: options(&["Red", "Green", "Blue"]),
        least: Some(2),
        most: Some(2),
        ..Question::new(QuestionKind::Select, "Colours")
    };
    assert!(answered(&several, choices(&["Red", "Blue"])).is_ok());
    let count = Refusal::AnswerCount { question: "Colours".into(), least: 2, limit: 2 };
    assert_eq!(answered(&several, choices(&["Red"])), Err(count));
    assert!(matches!(answered(&several, choices(&["Red", "Pink"])), Err(Refusal::FormChanged { question: Some(_) })));
    assert!(matches!(answered(&several, "Red"), Err(Refusal::FormChanged { .. })), "a text is no choice");
    assert!(matches!(answered(&several, choices(&[])), Err(Refusal::AnswerMissing { .. })));
    assert!(answered(&Question { required: false, ..several }, choices(&[])).is_ok());
    let users = Question::new(QuestionKind::Users, "Who");
    let user = Picked { id: UserId::new(7), name: "bob".into() };
    assert!(answered(&users, AnswerValue::Users(vec![user.clone()])).is_ok());
    assert!(matches!(answered(&users, AnswerValue::Users(vec![user.clone(), user])), Err(Refusal::AnswerCount { .. })));
    let agree = Question::new(QuestionKind::Checkbox, "I agree");
    assert!(answered(&agree, AnswerValue::Checked(true)).is_ok());
    assert!(matches!(answered(&agree, AnswerValue::Checked(false)), Err(Refusal::AnswerMissing { .. })));
}

#[test]
fn what_discord_would_not_take_of_a_question_is_refused_when_it_is_saved() {
    let short = || Question::new(QuestionKind::Short, "Why");
    let select = |options| Question { options, ..Question::new(QuestionKind::Select, "Which") };
    let named = |count: usize| {
        let label =
            |number: usize| QuestionOption { label: number.to_string(), description: String::new(), default: false };
        (0..count).map(label).collect::<Vec<_>>()
    };
    let length = |field, least, limit| Refusal::FieldLength { field, least, limit };
    let range = |field, least, limit| Refusal::FieldRange { field, least, limit };
    let of = |kind, options| Question { options, ..Question::new(kind, "Which") };
    let described = QuestionOption { description: "x".repeat(101), ..named(1).remove(0) };
    let defaults = named(2).into_iter().map(|option| QuestionOption { default: true, ..option }).collect();
    for (question, refusal) in [
        (Question { label: "é".repeat(46), ..short() }, length(Field::Label, 1, 45)),
        (Question { label: "\u{200b}".into(), ..short() }, length(Field::Label, 1, 45)),
        (Question { description: "x".repeat(101), ..short() }, length(Field::Description, 0, 100)),
        (Question { placeholder: "x".repeat(101), ..short() }, length(Field::Placeholder, 0, 100)),
        (Question { text: "x".repeat(4001), ..short() }, length(Field::Default, 0, 4000)),
        (Question { text: "x".repeat(11), most: Some(10), ..short() }, range(Field::Default, 0, 10)),
        (Question { most: Some(4001), ..short() }, range(Field::Most, 1, 4000)),
        (Question { most: Some(0), ..short() }, range(Field::Most, 1, 4000)),
        (Question { least: Some(-1), ..short() }, range(Field::Least, 0, 4000)),
        (Question { least: Some(9), most: Some(3), ..short() }, Refusal::BoundsCrossed),
        (
            Question { most: Some(i64::MAX), ..of(QuestionKind::Number, vec![]) },
            range(Field::Most, -1_000_000_000_000, 1_000_000_000_000),
        ),
        (select(named(0)), range(Field::Options, 1, 25)),
        (select(named(26)), range(Field::Options, 1, 25)),
        (select(options(&["a", "a"])), Refusal::OptionTwice { option: "a".into() }),
        (select(options(&[&"x".repeat(101)])), length(Field::Option, 1, 100)),
        (select(vec![described]), length(Field::OptionDescription, 0, 100)),
        (Question { most: Some(3), ..select(named(2)) }, range(Field::Most, 1, 2)),
        (of(QuestionKind::Radio, named(1)), range(Field::Options, 2, 10)),
        (of(QuestionKind::Radio, named(11)), range(Field::Options, 2, 10)),
        (of(QuestionKind::Radio, defaults), range(Field::Default, 0, 1)),
        (of(QuestionKind::Checkboxes, named(11)), range(Field::Options, 1, 10)),
        (Question { most: Some(26), ..of(QuestionKind::Users, vec![]) }, range(Field::Most, 1, 25)),
        (Question { most: Some(11), ..of(QuestionKind::Files, vec![]) }, range(Field::Most, 1, 10)),
        (of(QuestionKind::Display, vec![]), length(Field::Text, 1, 2000)),
    ] {
        assert_eq!(Form::default().add(question.clone()), Err(refusal), "{question:?}");
    }
    assert!(
        Form::default().add(select(named(25))).is_ok()
            && Form::default().add(of(QuestionKind::Radio, named(10))).is_ok()
    );
}

#[test]
fn a_form_holds_fifty_thousand_characters() {
    let long = |text: &str| Question { text: text.repeat(4000), ..Question::new(QuestionKind::Paragraph, "Why") };
    let mut form = Form::default();
    for _ in 0..12 {
        form.add(long("x")).unwrap();
    }
    assert_eq!(form.add(long("é")), Err(Refusal::FormTooLong { limit: 50_000 }));
    form.edit(QuestionId(1), long("é")).unwrap();
    form.add(Question { text: "x".repeat(1900), ..long("x") }).unwrap();
    assert_eq!(form.questions().len(), 13);
}

#[test]
fn earlier_forms_and_answers_are_read() {
    let earlier = json!([{ "text": "Name", "required": false, "longest": 100 }, { "text": "Why", "required": true, "longest": 4000 }]);
    let form: Form = serde_json::from_value(earlier).unwrap();
    let of =
        |question: &Question| (question.id.0, question.kind, question.label.clone(), question.required, question.most);
    assert_eq!(of(&form.questions()[0]), (1, QuestionKind::Short, "Name".into(), false, Some(100)));
    assert_eq!(of(&form.questions()[1]), (2, QuestionKind::Paragraph, "Why".into(), true, Some(4000)));
    assert_eq!(serde_json::from_value::<Form>(serde_json::to_value(&form).unwrap()).unwrap(), form);
    let answer: Answer = serde_json::from_value(json!({ "question": "Why?", "answer": "so" })).unwrap();
    assert_eq!(answer, Answer { question: "Why?".into(), answer: "so".into() });
}

#[test]
fn every_kind_of_answer_is_kept_as_it_was() {
    let picked = || Picked { id: UserId::new(7), name: "bob".into() };
    let file = AnsweredFile { name: "a.png".into(), url: "https://cdn.example/a.png".into(), bytes: 5 };
    for value in [
        AnswerValue::Text("=1+1".into()),
        AnswerValue::Text("checked".into()),
        answered(&Question::new(QuestionKind::Number, "n"), "1.5").unwrap(),
        AnswerValue::Choices(vec!["Red".into()]),
        AnswerValue::Users(vec![picked()]),
        AnswerValue::Mentionables(vec![Picked { id: Whom::Role(RoleId::new(8)), name: "staff".into() }]),
        AnswerValue::Files(vec![file]),
        AnswerValue::Checked(true),
    ] {
        let stored = serde_json::to_string(&value).unwrap();
        assert_eq!(serde_json::from_str::<AnswerValue>(&stored).unwrap(), value, "{stored}");
    }
}
