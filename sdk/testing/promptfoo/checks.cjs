function check(output, context) {
  return output.includes(context.vars.city) || output.length > 60;
}

check.isShort = (output) => ({
  pass: output.length < 30,
  score: 1 - output.length / 100,
  reason: 'its length',
});

check.share = async (output) => output.replace(/[^a-z]/g, '').length / (output.length || 1);

module.exports = check;
