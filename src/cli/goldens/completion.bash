# bash completion for rpctrail: source <(rpctrail completion bash)
_rpctrail() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=''
  if ((COMP_CWORD > 1)); then command=${COMP_WORDS[1]}; fi
  case "$command" in
    analytics) if ((COMP_CWORD > 2)); then command="$command ${COMP_WORDS[2]}"; fi ;;
  esac
  COMPREPLY=()
  case "$command" in
    '') COMPREPLY=($(compgen -W 'analytics detect inspect events check explain completion' -- "$word")) ;;
    'analytics') COMPREPLY=($(compgen -W 'list show' -- "$word")) ;;
    'detect')
      case "$before" in
        --analytic) COMPREPLY=($(compgen -W 'CAR-2014-05-001' -- "$word") $(compgen -f -- "$word")); return ;;
        --engine) COMPREPLY=($(compgen -W 'stream duckdb' -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--analytic --engine --format --out --limit --fail-on-finding --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'inspect')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --since --until --host --exclude --mapping --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'events')
      case "$before" in
        --object) COMPREPLY=($(compgen -W 'flow' -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--object --format --out --limit --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'check')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --quiet --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'explain')
      case "$before" in
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--ast --ir --sql --out --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'CAR-2014-05-001' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'analytics list')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --help' -- "$word"))
      else
        :
      fi ;;
    'analytics show')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'CAR-2014-05-001' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'completion')
      case "$before" in
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W ' --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word"))
      fi ;;
  esac
}
complete -o filenames -F _rpctrail rpctrail
