import {
  alertsDeliveries,
  alertsList,
  alertsMute,
  alertsMutes,
  alertsResolve,
  alertsSettings,
} from './alerts.ts';
import { align } from './align.ts';
import { auditList } from './audit-list.ts';
import { auditProof, auditPull, auditVerify } from './audit-log.ts';
import { batch } from './batch.ts';
import { batchesGroups, batchesRows } from './batch-rows.ts';
import { batchesCancel, batchesList, batchesResults } from './batches.ts';
import { calibrate } from './calibrate.ts';
import { calibrateList, calibrateShow } from './calibrations.ts';
import { channelsDelete, channelsList, channelsSet, channelsTest } from './channels.ts';
import { chat } from './chat.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { dataMap } from './data-map.ts';
import { dataSettings } from './data-settings.ts';
import { datasetsDiff } from './datasets-diff.ts';
import { datasetsList, datasetsShow } from './datasets-list.ts';
import { datasetsPull } from './datasets-pull.ts';
import { datasetsPush } from './datasets-push.ts';
import { deletionsCreate, deletionsList, deletionsShow } from './deletions.ts';
import { encryptionDrop, encryptionRotate, encryptionShow } from './encryption.ts';
import {
  evaluationsDelete,
  evaluationsDeliveries,
  evaluationsRetry,
  evaluationsSet,
  evaluationsShow,
  evaluationsTest,
} from './evaluation-export.ts';
import {
  experimentCancel,
  experimentEstimate,
  experimentList,
  experimentReport,
  experimentResume,
  experimentRun,
} from './experiment.ts';
import { guard } from './guard.ts';
import { importCommand } from './import.ts';
import { keysCreate, keysList, keysRevoke, keysRotate } from './keys.ts';
import { labelsList, labelsPush } from './labels.ts';
import { verdictsLineage, verdictsReplay } from './lineage.ts';
import { login } from './login.ts';
import { modelCard } from './model-card.ts';
import {
  monitorsAcknowledge,
  monitorsDelete,
  monitorsList,
  monitorsPull,
  monitorsPush,
  monitorsReset,
  monitorsShow,
  monitorsSummary,
  monitorsTest,
} from './monitors.ts';
import { pipelinesList, pipelinesRoute } from './pipelines.ts';
import { pipelinesPull } from './pipelines-pull.ts';
import { pipelinesPush } from './pipelines-push.ts';
import { probe, probeRun } from './probe.ts';
import { probesList, probesShow } from './probes.ts';
import { questionsCreate, questionsList, questionsShow } from './questions.ts';
import { queuesAgreement, queuesClose, queuesCreate, queuesList, queuesShow } from './queues.ts';
import { receipt, verify } from './receipts.ts';
import { report } from './report.ts';
import { retention } from './retention.ts';
import { rulesList, rulesPreview, rulesPull, rulesPush } from './rules.ts';
import {
  schedulesDelete,
  schedulesList,
  schedulesPause,
  schedulesPush,
  schedulesRun,
  schedulesRuns,
} from './schedules.ts';
import { score } from './score.ts';
import { scorers } from './scorers.ts';
import { suitesList } from './suites-list.ts';
import { suitesPull } from './suites-pull.ts';
import { suitesPush } from './suites-push.ts';
import { tail } from './tail.ts';
import { exportCommand, importProject } from './transfer.ts';
import { verdictsList, verdictsShow } from './verdicts.ts';
import { verdictsTail } from './verdicts-tail.ts';

/** Every command, in the order of help. */
export const COMMANDS: readonly Command[] = [
  score,
  guard,
  chat,
  batch,
  compare,
  report,
  batchesList,
  batchesResults,
  batchesRows,
  batchesGroups,
  batchesCancel,
  experimentRun,
  experimentEstimate,
  experimentReport,
  experimentList,
  experimentResume,
  experimentCancel,
  calibrate,
  calibrateList,
  calibrateShow,
  align,
  probe,
  probeRun,
  probesList,
  probesShow,
  modelCard,
  scorers,
  suitesPush,
  suitesPull,
  suitesList,
  pipelinesPush,
  pipelinesPull,
  pipelinesList,
  pipelinesRoute,
  rulesPush,
  rulesPull,
  rulesPreview,
  rulesList,
  tail,
  monitorsPush,
  monitorsPull,
  monitorsTest,
  monitorsList,
  monitorsShow,
  monitorsSummary,
  monitorsAcknowledge,
  monitorsReset,
  monitorsDelete,
  evaluationsSet,
  evaluationsShow,
  evaluationsTest,
  evaluationsDeliveries,
  evaluationsRetry,
  evaluationsDelete,
  alertsList,
  alertsResolve,
  alertsDeliveries,
  alertsMute,
  alertsMutes,
  alertsSettings,
  channelsSet,
  channelsList,
  channelsTest,
  channelsDelete,
  schedulesPush,
  schedulesList,
  schedulesRuns,
  schedulesRun,
  schedulesPause,
  schedulesDelete,
  datasetsPush,
  datasetsPull,
  datasetsDiff,
  datasetsList,
  datasetsShow,
  verdictsList,
  verdictsShow,
  verdictsTail,
  verdictsLineage,
  verdictsReplay,
  receipt,
  verify,
  auditVerify,
  auditPull,
  auditProof,
  exportCommand,
  importProject,
  dataSettings,
  encryptionShow,
  encryptionRotate,
  encryptionDrop,
  retention,
  deletionsCreate,
  deletionsShow,
  deletionsList,
  questionsCreate,
  questionsList,
  questionsShow,
  labelsPush,
  labelsList,
  queuesCreate,
  queuesList,
  queuesShow,
  queuesAgreement,
  queuesClose,
  keysList,
  keysCreate,
  keysRotate,
  keysRevoke,
  auditList,
  dataMap,
  importCommand,
  login,
];
