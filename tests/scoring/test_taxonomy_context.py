"""Ambiguous words: which sentence names a skill, and which only uses the word."""

import pytest

from scoring.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()

SENSES = [
    ("C", "Firmware in C for ARM compilers", "Grade C beef, vitamin C and C. Smith"),
    ("C", "Languages: C, C++, Python", "Reported to the C suite"),
    ("R", "Statistical analysis in R and Python", "R. Miller leads the R&D group"),
    ("R", "Skills: SQL, R, Tableau", "Attended HR and R meetings"),
    ("Go", "Backend services in Go and Java", "Owned the go to market plan, then Go Live"),
    ("Go", "java, go, python", "Always on the go and ready to go"),
    ("Microsoft Excel", "Built reports in Excel daily", "Excel in a fast-paced setting"),
    ("Microsoft Excel", "word, excel, powerpoint", "People who excel at their work"),
    ("Spring", "Java, Spring and Hibernate", "Graduated Spring 2021 and in spring"),
    ("Rust", "Systems programming in Rust", "Applied rust inhibitor and Rust removal"),
    ("Swift", "iOS apps with Swift and UIKit", "Known for swift action; Swift Transportation"),
    ("Microsoft Access", "Maintained an Access database", "Access to customer data and network Access"),
    ("Microsoft Access", "Excel, Word, Access", "Granted user Access rights"),
    ("Microsoft Word", "Word, Excel and Outlook", "Spread the word; Word of mouth"),
    ("Oracle Database", "Tuned Oracle on Linux", "Worked at Oracle Corporation"),
    ("Bash", "Unix, Shell, Perl", "Shell Oil Company, gas station attendant"),
    ("Chef", "Puppet, Chef, Ansible", "Sous Chef and Chef de Partie"),
    ("Puppet", "Configuration by Puppet and Terraform", "Staged a Puppet Show"),
    ("Ruby", "Ruby on Rails and Ruby gems", "Ruby Jones, jeweller; waitress at Ruby Tuesday"),
    ("Scala", "Spark jobs in Scala", "Sang at La Scala"),
    ("Dart", "Flutter and Dart", "Won the Dart tournament"),
    ("Julia", "Python, Julia, MATLAB", "Reported to Julia Brown"),
    ("Flask", "Python APIs on Flask", "Cleaned each Flask and beaker"),
    ("Sage 50", "Bookkeeping in Sage and Excel", "Sage Hospitality Group; sage advice"),
    ("Payment Integration", "Added Stripe checkout and PayPal", "Painted a Stripe pattern"),
    ("Notion", "Asana, Slack, Notion", "Challenged the Notion that size matters"),
    ("Slack", "Confluence, Slack and Jira", "Picked up the Slack; slack time"),
    ("Microsoft Teams", "Zoom, Teams and Outlook", "Led cross functional Teams of ten"),
    ("Bash", "Linux, Bash, Perl", "Hosted the Bash"),
    ("SAS", "Modelled churn in SAS", "Transferred to Paris with the group"),
    ("SAP", "Month end in SAP", "Collected maple sap"),
    ("Lean Manufacturing", "Lean tools such as kaizen", "Kept the team lean"),
    ("Agile Methodologies", "Worked in an agile team", "An Agile mind"),
    ("CMake", "Built with gcc, Make and gdb", "Make sure that orders ship"),
    ("REST APIs", "JSON over REST and SOAP", "The Rest of the team; took a rest"),
    ("Business Intelligence", "BI dashboards for finance", "BI-weekly reports, BI monthly"),
    ("Information Technology", "Ten years in the IT industry", "It was done; gave it to us"),
    ("Physical Therapy", "Outpatient PT and OT clinic", "Cashier, PT, evenings"),
    ("Occupational Therapy", "PT, OT and rehab", "OT paid weekly, OT available"),
    ("Registered Nurse License", "RN with five years in a hospital", "Turned left and ran"),
    ("Professional Engineer", "Civil engineer, PE license", "Coached PE teacher aides"),
    ("Private Equity", "PE and venture capital deals", "Coached PE teacher aides"),
    ("Physician Assistant Certification", "Worked with NP and PA providers, physician led", "Philadelphia, PA 19103"),
    ("Computer Vision", "Deep learning for CV and NLP", "Please send your CV"),
    ("Accounts Payable", "Processed AP invoices", "Taught AP Calculus"),
    ("Accounts Receivable", "AP, AR and payroll", "Built an AR app in Unity"),
    ("Augmented Reality", "AR and VR apps in Unity", "Posted AR invoices"),
    ("Epic EHR", "Charted in Epic and Cerner", "An Epic journey; wrote an epic"),
    ("Tableau", "Dashboards in Tableau", "Danced the scene"),
    ("Unity", "Games in Unity and C#", "Promoted Unity Health"),
    ("Discovery", "Drafted interrogatories and discovery responses", "A sense of wonder"),
    ("Apache Kafka", "Events through Kafka", "Read Franz Kafka"),
    ("Apache Hive", "Hadoop, Hive, Pig", "Kept a bee Hive"),
    ("Jenkins", "CI on Jenkins", "Reported to Ms. Jenkins"),
    ("Polish", "English, Polish, German", "Nail polish and polish floors"),
    ("Computer Networking", "LAN, WAN, networking, DNS", "Social networking events"),
    ("Cybersecurity", "Network firewalls and security", "Collected security deposits; security guard"),
    ("Security Services", "Patrol and security of premises", "Network security architecture"),
    ("Software Testing", "Selenium, testing, JUnit", "Drug testing of applicants"),
    ("Welding", "MIG and TIG welding", "Watched the flame"),
    ("Six Sigma Black Belt", "Certified Six Sigma Black Belt", "Black belt in karate"),
]


def named(text: str) -> set[str]:
    return {mention.skill for mention in TAXONOMY.find(text)}


@pytest.mark.parametrize(("skill", "sentence"), [pytest.param(s, p, id=f"{s}: {p}") for s, p, _ in SENSES])
def test_a_sentence_about_the_skill_names_it(skill, sentence):
    assert skill in named(sentence)


@pytest.mark.parametrize(("skill", "sentence"), [pytest.param(s, n, id=f"{s}: {n}") for s, _, n in SENSES])
def test_the_ordinary_word_names_no_skill(skill, sentence):
    assert skill not in named(sentence)


def test_three_short_names_in_a_row_vouch_for_one_another():
    assert named("C, R, Go") == {"C", "R", "Go"}


def test_an_abbreviation_counts_where_the_text_spells_it_out():
    text = "Physical therapy of children. Later moved on to PT of adults."

    mentions = [mention.alias for mention in TAXONOMY.find(text) if mention.skill == "Physical Therapy"]

    assert mentions == ["Physical therapy", "PT"]


def test_an_ordinary_word_counts_in_a_list_of_skills_only():
    assert "Time Management" in named("Budgeting, punctual, efficient, payroll")
    assert "Time Management" not in named("An efficient way of counting was found")
