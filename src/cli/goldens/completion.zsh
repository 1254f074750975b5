#compdef rpctrail
# zsh completion for rpctrail: source <(rpctrail completion zsh)
_rpctrail_analytic_or_file() {
  _alternative 'ids:analytic:(CAR-2014-05-001)' 'files:file:_files'
}
_rpctrail_commands() {
  local -a commands=(
    'analytics:the analytics that come with rpctrail'
    'detect:run analytics: CAR-2014-05-001, or your own text'
    'inspect:say what the inputs are, what they hold, and what can be run on them'
    'events:give the normalised events themselves'
    'check:say whether analytics compile, and where they do not'
    'explain:say what an analytic means: in words, as AST, as IR or as SQL'
    'completion:print a completion script for a shell'
  )
  _describe command commands
}
_rpctrail_analytics_commands() {
  local -a commands=(
    'list:list the analytics that come with rpctrail'
    'show:show one of them: what it is about, and its text'
  )
  _describe command commands
}
_rpctrail() {
  local line state
  _arguments -C '1: :_rpctrail_commands' '*:: :->rest'
  if [[ $state == rest ]]; then
      case $line[1] in
        detect) _arguments \
          '*--analytic[analytic to run: an id of `rpctrail analytics list`, a text, or a CAR YAML file (repeatable)]:ID|FILE:_rpctrail_analytic_or_file' \
          '--engine[engine to run it on; all give the same rows]:NAME:(stream duckdb)' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--fail-on-finding[exit code 1 when there is any row]' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        inspect) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        events) _arguments \
          '--object[CAR object whose events are wanted]:OBJECT:(flow)' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        check) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:FILE:_files' ;;
        explain) _arguments \
          '--ast[the parsed text, as JSON]' \
          '--ir[what the text means, as JSON]' \
          '--sql[the text as SQL, generic where no dialect is named]:DIALECT:(generic duckdb)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' \
          '1:ANALYTIC:_rpctrail_analytic_or_file' ;;
        completion) _arguments \
          '--help[show the help]' \
          '1:SHELL:(bash zsh fish)' ;;
        analytics) _rpctrail_analytics ;;
      esac
  fi
}
_rpctrail_analytics() {
  local line state
  _arguments -C '1: :_rpctrail_analytics_commands' '*:: :->rest'
  if [[ $state == rest ]]; then
      case $line[1] in
        list) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' ;;
        show) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' \
          '1:ID:_rpctrail_analytic_or_file' ;;
      esac
  fi
}
compdef _rpctrail rpctrail
