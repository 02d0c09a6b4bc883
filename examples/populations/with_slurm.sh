#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Shards as an array of Slurm's, a task for each:
#
#   SCENARIO=national.json FOLDER=/scratch/me/national sbatch --array=0-199 with_slurm.sh
#
# and when all are done, once:
#
#   bonesim merge /scratch/me/national/*.bms --out national.csv
#
# What failed is run again by the same line: a task whose file is there ends at once. The number of shards is that of the
# array; give all of it each time, or set SHARDS when only some tasks are run again (--array=17,42).
#SBATCH --job-name=bonesim
#SBATCH --cpus-per-task=1
#SBATCH --mem=500M
#SBATCH --time=02:00:00
set -eu
: "${SCENARIO:?the scenario with a cohort}" "${FOLDER:?where the summaries go}"
shards=${SHARDS:-${SLURM_ARRAY_TASK_COUNT:?run this with sbatch --array}}
here=${SLURM_SUBMIT_DIR:-.}
exec python3 "$here/shards.py" "$SCENARIO" "$FOLDER" "$shards" "$SLURM_ARRAY_TASK_ID"
