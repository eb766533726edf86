"""A small complete network for tests: seven tables, two stages, three indicators, three matrices, every kind of column."""

from pathlib import Path

FILES = {
    "network.yaml": """\
name: Сеть школ Заречья
short: Заречье
place: Заречье
problem: Сопровождение сети из трёх школ
goal: Школы учатся друг у друга
tasks: [Создать команды, Провести семинары]
novelty: [Команды из разных школ]
school_years: {first: 2006/07, baseline: 2007/08, last: 2009/10}
demonstration_today: 2009-03-12
""",
    "choices.yaml": """\
school_roles:
  base: {title: опорная школа}
  member: {title: участник}
categories:
  highest: {title: высшая}
  first: {title: первая}
  none: {title: без категории, also: [нет]}
person_roles:
  tutor: {title: тьютор}
  guide: {title: проводник идей}
team_kinds:
  association: {title: объединение, also: [ММО]}
  creative: {title: творческая группа}
member_roles:
  head: {title: руководитель}
  member: {title: участник}
event_forms:
  seminar: {title: семинар}
  contest: {title: конкурс}
event_states:
  planned: {title: план, state: not_begun}
  held: {title: проведено, state: done}
task_states:
  not_begun: {title: не начато, state: not_begun}
  under_way: {title: в работе, state: under_way}
  done: {title: выполнено, state: done}
subjects:
  maths: {title: математика}
  russian: {title: русский язык}
""",
    "stages.yaml": """\
table: tasks
parts:
  stage: stage
  point: title
  done: {status: done}
  due: due
  who: responsible
  on: done_on
  status: status
  evidence: evidence
  note: note
stages:
  preliminary: {title: Предварительный этап, from: 2007-09-01, to: 2008-08-31}
  first: {title: Первый этап, from: 2008-09-01, to: 2009-08-31}
""",
    "indicators.yaml": """\
criteria:
  learning: {title: Результаты учебной деятельности, short: Учёба}
  people: {title: Профессионализм кадров, short: Кадры}
indicators:
  exam_mean:
    title: Средний балл
    criterion: learning
    table: results
    measure: mean
    of: mean
    weight: takers
    year: school_year
    by: [school, subject]
    small: {below: 10, of: takers}
    main: true
  top_category:
    title: Доля педагогов с категорией
    criterion: people
    table: people
    measure: share
    having: {category: [highest, first]}
    by: [school]
    main: true
  seminars:
    title: Проведённые семинары
    criterion: people
    table: events
    measure: count
    where: {form: seminar, status: held}
    year: starts
    by: [host]
""",
    "coverage.yaml": """\
teams:
  title: Команды и школы
  rows: {table: teams, where: {kind: association}}
  columns: {table: schools}
  cell: {table: members, row: team, column: person.school}
  gap: Нет представителя
forms:
  title: Школы и мероприятия
  rows: {table: schools}
  columns: {choices: event_forms}
  cell: {table: events, row: invited, column: form}
  gap: Не участвует
papers:
  title: Школы и сроки
  rows: {table: schools}
  columns: {choices: event_forms, only: [seminar]}
  cell:
    table: events
    row: invited
    column: form
    states:
      held: {title: проведено, state: done, where: {status: held}}
      planned: {title: план, state: not_begun, where: {status: planned}, covers: false}
  gap: Не проведено
""",
    "pages.yaml": """\
Сеть:
  summary:
    kind: summary
    title: Сводка
    icon: dashboard
    about: Где мы сейчас
    default: true
    show: [stages, criteria, late, problems, events]
    events: events
    starts: starts
    place: host
  rosters:
    kind: roster
    title: Команды
    icon: groups
    about: Кто в какой команде
    groups: teams
    members: members
    people: people
    group: team
    person: person
    role: role
    group_kind: kind
    part_of: part_of
    head: head
    place: school
    since: since
    until: until
    leads: head
    joins: member
    matrix: teams
    outside: Не входят ни в одно объединение
  stages: {kind: stages, title: Этапы, icon: checklist, about: Что сделано}
Данные:
  indicators: {kind: indicators, title: Показатели, icon: insights, about: Как меняются результаты}
  monitoring: {kind: monitoring, title: Мониторинг, icon: fact_check, about: Кто что ввёл}
  help: {kind: help, title: Справка, icon: help, about: Как это сделать}
  data: {kind: registry, title: Данные, icon: table, about: Все таблицы}
  quality: {kind: quality, title: Качество данных, icon: rule, about: Что исправить}
  journal: {kind: journal, title: Журнал, icon: history, about: Кто что изменил}
  setup: {kind: setup, title: Настройка, icon: settings, about: Где лежат данные}
  search: {kind: search, title: Поиск, icon: search, about: Всё что есть}
  map: {kind: scheme, title: Сеть, icon: hub, about: Кто есть, table: schools, group: role, base: base}
  papers:
    kind: documents
    title: Сроки
    icon: contract
    about: Что и когда
    table: events
    matrix: papers
    sort: form
    parties: invited
  courses:
    kind: courses
    title: Команды на выбор
    icon: school
    about: Куда можно войти
    courses: teams
    plans: members
    course: team
    student: person
    home: school
    filters: [kind]
  week:
    kind: timetable
    title: Неделя
    icon: calendar_month
    about: Когда и где
    layers: [{table: events, day: form, starts: opens, ends: closes, what: title, size: participants, person: responsible}]
  folders:
    kind: portfolio
    title: Папки
    icon: folder
    about: Что собрано
    table: people
    details: [school]
    parts: [{table: members, of: person, show: [since, team, role], newest: since}]
""",
    "tables/schools.yaml": """\
title: Школы
group: registries
help: Школы сети.
key: code
label: name
owner: code
columns:
  code: {title: Код, kind: key, prefix: Ш}
  name: {title: Название, kind: text, required: true, also: [Школа]}
  role: {title: Роль, kind: choice, choices: school_roles, required: true}
  address: {title: Адрес, kind: long_text, minor: true}
  phone: {title: Телефон, kind: phone}
  email: {title: Почта, kind: email}
  site: {title: Сайт, kind: link}
rules:
  - {unique: [name], say: Такая школа уже есть}
""",
    "tables/people.yaml": """\
title: Педагоги
group: registries
key: code
label: name
owner: school
columns:
  code: {title: Код, kind: key, prefix: П}
  name: {title: ФИО, kind: text, required: true}
  school: {title: Школа, kind: reference, to: schools, required: true}
  category: {title: Категория, kind: choice, choices: categories}
  roles: {title: Роли, kind: choices, choices: person_roles}
  tutor_since: {title: Тьютор с, kind: date}
rules:
  - {needs: [tutor_since], when: {roles: tutor}, say: Не указано с какого дня тьютор, level: warning}
""",
    "tables/teams.yaml": """\
title: Команды
group: registries
key: code
label: title
columns:
  code: {title: Код, kind: key, prefix: К}
  title: {title: Название, kind: text, required: true}
  kind: {title: Вид, kind: choice, choices: team_kinds, required: true}
  part_of: {title: Входит в, kind: reference, to: teams}
  head: {title: Руководитель, kind: reference, to: people}
""",
    "tables/members.yaml": """\
title: Составы
group: registries
key: code
owner: person.school
columns:
  code: {title: Код, kind: key, prefix: С}
  team: {title: Команда, kind: reference, to: teams, required: true}
  person: {title: Педагог, kind: reference, to: people, required: true}
  role: {title: Роль, kind: choice, choices: member_roles}
  since: {title: С, kind: date}
  until: {title: По, kind: date}
rules:
  - {unique: [team, person], say: Педагог уже в команде}
  - {compare: [since, at_most, until], say: Конец раньше начала}
""",
    "tables/events.yaml": """\
title: План мероприятий
group: plans
key: code
label: title
owner: host
columns:
  code: {title: Код, kind: key, prefix: М}
  title: {title: Название, kind: text, required: true}
  form: {title: Форма, kind: choice, choices: event_forms, required: true}
  host: {title: Площадка, kind: reference, to: schools}
  invited: {title: Участвуют, kind: references, to: schools}
  starts: {title: Начало, kind: date, required: true}
  ends: {title: Окончание, kind: date}
  opens: {title: Открытие, kind: time}
  closes: {title: Закрытие, kind: time}
  responsible: {title: Ответственный, kind: reference, to: people}
  status: {title: Состояние, kind: choice, choices: event_states, required: true}
  joint: {title: Совместное, kind: yes_no}
  participants: {title: Участников, kind: integer, min: 0, unit: чел.}
  satisfied: {title: Довольны, kind: percent, min: 0, max: 1}
rules:
  - {compare: [starts, at_most, ends], say: Окончание раньше начала}
  - {together: [opens, closes], say: Укажите и открытие и закрытие}
  - {no_overlap: {of: [opens, closes], on: starts, per: responsible}, say: Ответственный в двух местах сразу}
""",
    "tables/tasks.yaml": """\
title: Этапы
group: plans
key: code
label: title
columns:
  code: {title: Код, kind: key, prefix: З}
  stage: {title: Этап, kind: choice, choices: stages, required: true}
  title: {title: Задача, kind: text, required: true}
  responsible: {title: Ответственный, kind: reference, to: people}
  due: {title: Срок, kind: date}
  status: {title: Состояние, kind: choice, choices: task_states, required: true}
  done_on: {title: Выполнено, kind: date}
  evidence: {title: Подтверждение, kind: link}
  note: {title: Примечание, kind: long_text}
rules:
  - {needs: [done_on], when: {status: done}, say: Не указан день выполнения, level: warning}
""",
    "tables/results.yaml": """\
title: Результаты
group: results
key: code
owner: school
columns:
  code: {title: Код, kind: key, prefix: Р}
  school_year: {title: Учебный год, kind: school_year, required: true}
  school: {title: Школа, kind: reference, to: schools, required: true}
  subject: {title: Предмет, kind: choice, choices: subjects, required: true}
  takers: {title: Сдавали, kind: integer, min: 0, required: true}
  mean: {title: Средний балл, kind: decimal, min: 0, max: 100}
rules:
  - {unique: [school_year, school, subject], say: Такой результат уже введён}
""",
    "start/schools.csv": """\
Код,Название,Роль,Адрес,Телефон,Почта,Сайт
Ш-1,Гимназия № 2,опорная школа,,,,
Ш-2,Школа № 7,участник,,,,
Ш-3,Школа № 29,участник,,,,
""",
    "start/people.csv": """\
Код,ФИО,Школа,Категория,Роли
П-1,Иванова А. П.,Гимназия № 2,высшая,тьютор;проводник идей
П-2,Петров Б. В.,Школа № 7,первая,
П-3,Сидорова В. Г.,Школа № 29,,
""",
    "start/tasks.csv": """\
Код,Этап,Задача,Состояние
З-1,Предварительный этап,Заключить договоры,выполнено
З-2,Первый этап,Подготовить тьюторов,в работе
З-3,Первый этап,Создать команды,не начато
""",
}


MORE_PAGES = """\
  staff:
    kind: staff
    title: Люди
    icon: badge
    about: Кто есть кто
    people: people
    place: school
    category: category
    lists:
      tutors: {title: Тьюторы, where: {roles: tutor}}
    roster: rosters
    related:
      events: {title: Семинары, table: events, person: responsible, won: {status: held}}
      tasks: {title: Задачи, table: tasks, person: responsible}
  held:
    kind: achievements
    title: Проведено
    icon: emoji_events
    about: Что удалось
    parts: {events: {title: Семинары, wins: seminars, place: host, by: [joint], mentor: responsible}}
  exams:
    kind: results
    title: Экзамены
    icon: school
    about: Стало ли лучше
    parts: {exams: {title: Экзамены, indicators: [exam_mean], by: subject, place: school, people: сдававших}}
    caution: Задания меняются.
  plan:
    kind: calendar
    title: План
    icon: calendar_month
    about: Что на какой день
    table: events
    starts: starts
    ends: ends
    opens: opens
    closes: closes
    colour: form
    lanes: form
    place: host
    invited: invited
    who: responsible
    status: status
    pending: {status: planned}
    moved: {status: planned}
    filters:
      school: {title: Школа, of: [host, invited]}
      form: {of: [form]}
    lists:
      joint: {title: Совместные, where: {joint: true}}
    matrix: forms
  boards:
    kind: boards
    title: Доски
    icon: view_kanban
    about: Что в работе
    boards:
      tasks:
        title: Задачи
        table: tasks
        columns: status
        card: [responsible, due]
        product: evidence
        ends: due
        done: {status: done}
        by: [stage, responsible]
        filters:
          stage: {of: [stage]}
          who: {of: [responsible]}
      events:
        title: Дела
        table: events
        columns: status
"""
"""Pages under «Данные» that lean on indicators and many columns; tests that take those away do without."""

EVERY_PAGE = FILES["pages.yaml"] + MORE_PAGES


def write_network(folder: Path, **overrides: str | None) -> Path:
    """Write the network's config below ``folder`` and give its path.

    A word names a file with ``_`` for the folder's ``/`` (``pages``, ``tables_events``, ``start_people``) and gives its whole
    text instead, or ``None`` to leave it out; names that the network does not have make new files.
    """
    files = dict(FILES)
    for word, text in overrides.items():
        kind, _, rest = word.partition("_")
        name = f"{kind}/{rest}.{'csv' if kind == 'start' else 'yaml'}" if kind in ("tables", "start") else f"{word}.yaml"
        files.pop(name, None)
        if text is not None:
            files[name] = text
    config = folder / "config"
    for name, text in files.items():
        path = config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return config


def replaced(name: str, old: str, new: str) -> str:
    """The network's file ``name`` (``tables/events.yaml``) with one piece of text, which must occur once, replaced."""
    text = FILES[name]
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
    return text.replace(old, new)
