/** Words about treatment sprints. ICU MessageFormat. */
export const SPRINT_MESSAGES = {
  'sprint.title': 'Sprint',
  'sprint.none': 'No sprint is set. A sprint is four to six weeks with one goal and a few targets.',
  'sprint.daysLeft': '{days, plural, =0 {last day} one {# day left} other {# days left}}',
  'sprint.next': 'Next: {days}, “{goal}”',
  'sprint.set': 'Set sprint',
  'sprint.setNext': 'Set next sprint',
  'sprint.changeTitle': 'Change the sprint',
  'sprint.endTitle': 'End the sprint?',
  'sprint.end': '{state, select, planned {Take back} other {End now}}',
  'sprint.endWhat':
    '{state, select, planned {It has not begun: it is taken back as if it had not been set.} other {Today is its last day. What has been reached so far stands, and the next one can begin tomorrow.}} What it was stays in the records.',
  'sprint.earlier': 'Earlier states',
  'sprint.was': '“{goal}”, {days}: {targets}',
  'sprint.wasUntil':
    '{became, select, changed {Changed} ended {Ended} other {Taken back}} {at}{named, select, true { by {by}} other {}}',
  'sprint.goal': 'Goal, in the patient’s words',
  'sprint.goalExample': 'Walk round the lake without stopping',
  'goal.title': '{voice, select, caregiver {{who}’s goal} other {My goal}}',
  'sprint.starts': 'Starts',
  'sprint.ends': 'Ends',
  'sprint.days':
    '{order, select, wrong {The last day is before the first} other {{days, plural, =0 {Four to six weeks} one {# day; four to six weeks} other {# days; four to six weeks}}}}',
  'sprint.targets': 'Targets, one to five',
  'sprint.now': 'now {now}',
  'sprint.nowUnknown': 'unknown',
  'sprint.nowFew':
    '{now}, {days, plural, one {one {how, select, answered {answer} other {day}}} other {newest of # {how, select, answered {answers} other {days}}}}',
  'sprint.targetFor': 'Target for {metric}',
  'sprint.shortOf':
    'This is {better, select, up {less} other {more}} than {isUsual, select, true {usual now} other {it is now}} ({from}){better, select, up {} other {: lower is better}}.',
  'sprint.moreMeasures': 'More measures',
  'sprint.needsGoal': 'Say the goal in the patient’s words.',
  'sprint.length': 'A sprint lasts {least} to {most} days; this is {days}.',
  'sprint.needsTargets': 'Choose one to five targets.',
  'sprint.targetRange': '{metric} needs a target from {min} to {max}.',
  'sprint.meanwhile':
    'Somebody else has changed this sprint meanwhile. It is now: {now}. What you typed is still here. Save again if it is right.',
  'sprint.meanwhileEnd':
    'Somebody else has changed this sprint meanwhile. It is now: {now}. End it only if that is right too.',
} as const;
